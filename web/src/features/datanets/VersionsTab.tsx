import { lazy, Suspense } from "react";
import { type DatanetRecord, useVersionPages, type VersionRecord } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import {
  Badge,
  ButtonLink,
  cidColumn,
  Empty,
  HashText,
  Section,
  Skeleton,
  Table,
  timeColumn,
  txColumn,
} from "../../ui/index.ts";

import { WithdrawVersion } from "./WithdrawVersion.tsx";

/** Apart from the page: it brings the schemas along. */
const VersionFields = lazy(async () => ({ default: (await import("./VersionFields.tsx")).VersionFields }));

const TONES: Record<string, "good" | "warn" | "bad"> = { SEALED: "good", PUBLISHED: "warn", WITHDRAWN: "bad" };
const WORDS: Record<string, string> = {
  SEALED: "sealed",
  PUBLISHED: "published, exam not sealed yet",
  WITHDRAWN: "withdrawn",
};

export function VersionsTab({ datanet }: { datanet: DatanetRecord }) {
  const { rows, error, retry, more } = useVersionPages(datanet);
  if (datanet.versionCount === 0) {
    return (
      <Empty action={<ButtonLink to={`/datanets/${datanet.id}/import`}>Import rows</ButtonLink>}>
        No version yet. A version never changes; new rows make a new one.
      </Empty>
    );
  }
  const previous = (row: VersionRecord) => rows?.find((other) => other.version === row.version - 1);
  const newest = datanet.latestVersion;
  return (
    <div className="stack">
      <Table<VersionRecord>
        label="Versions"
        isList
        rows={rows}
        error={error}
        retry={retry}
        more={more}
        rowKey={(row) => row.id}
        columns={[
          { key: "v", label: "Version", value: (row) => row.version, cell: (row) => `version ${row.version}` },
          {
            key: "state",
            label: "State",
            value: (row) => WORDS[row.state] ?? row.state,
            cell: (row) => <Badge tone={TONES[row.state] ?? "warn"}>{WORDS[row.state] ?? row.state}</Badge>,
          },
          {
            key: "rows",
            label: "Rows",
            num: true,
            wide: true,
            value: (row) => row.rowCount,
            cell: (row) => count(row.rowCount),
          },
          {
            key: "diff",
            label: "Change",
            help: "Rows more or fewer than in the version before.",
            num: true,
            wide: true,
            value: (row) => difference(row, previous(row)),
            cell: (row) => signed(difference(row, previous(row))),
          },
          {
            key: "who",
            label: "Contributors",
            num: true,
            wide: true,
            value: (row) => row.contributorCount,
            cell: (row) => count(row.contributorCount),
          },
          {
            key: "root",
            label: "Rows root",
            help: "The Merkle root over all rows, as it stands on chain.",
            wide: true,
            value: (row) => row.rowsRoot,
            cell: (row) => <HashText hash={row.rowsRoot} />,
          },
          cidColumn((row) => row.manifestCid, { key: "manifest", label: "Manifest" }),
          txColumn((row) => row.publishedTx, { key: "tx", label: "Transaction" }),
          timeColumn((row) => row.publishedAt, { key: "when", label: "Published", wide: true }),
        ]}
      />
      {newest && (
        <Section title={`Details of version ${newest.version}`}>
          <Suspense fallback={<Skeleton lines={4} />}>
            <VersionFields datanetId={datanet.id} version={newest.version} />
          </Suspense>
        </Section>
      )}
      <WithdrawVersion datanet={datanet} />
    </div>
  );
}

const difference = (row: VersionRecord, before: VersionRecord | undefined): number =>
  row.rowCount - (before?.rowCount ?? 0);

const signed = (change: number): string => `${change >= 0 ? "+" : "−"}${count(Math.abs(change))}`;
