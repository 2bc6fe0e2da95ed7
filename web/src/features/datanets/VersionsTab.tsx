import type { DatanetRecord, VersionRecord } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { Badge, ButtonLink, CidLink, Empty, HashText, Moment, Section, Table, TxLink } from "../../ui/index.ts";
import { VersionFields } from "./VersionFields.tsx";

const TONES: Record<string, "good" | "warn" | "bad"> = { SEALED: "good", PUBLISHED: "warn", WITHDRAWN: "bad" };
const WORDS: Record<string, string> = {
  SEALED: "sealed",
  PUBLISHED: "published, exam not sealed yet",
  WITHDRAWN: "withdrawn",
};

export function VersionsTab({ datanet }: { datanet: DatanetRecord }) {
  if (datanet.versions.length === 0) {
    return (
      <Empty action={<ButtonLink to={`/datanets/${datanet.id}/import`}>Import rows</ButtonLink>}>
        No version yet. Versions are only ever added, never rewritten.
      </Empty>
    );
  }
  const previous = (row: VersionRecord) => datanet.versions.find((other) => other.version === row.version - 1);
  const newest = datanet.versions[0];
  return (
    <div className="stack">
      <Table<VersionRecord>
        label="Versions"
        rows={datanet.versions}
        rowKey={(row) => row.id}
        columns={[
          { key: "v", label: "Version", num: true, cell: (row) => row.version },
          {
            key: "state",
            label: "State",
            cell: (row) => <Badge tone={TONES[row.state] ?? "warn"}>{WORDS[row.state] ?? row.state}</Badge>,
          },
          { key: "rows", label: "Rows", num: true, wide: true, cell: (row) => count(row.rowCount) },
          { key: "diff", label: "Change", num: true, wide: true, cell: (row) => difference(row, previous(row)) },
          { key: "who", label: "Contributors", num: true, wide: true, cell: (row) => count(row.contributorCount) },
          { key: "root", label: "Rows root", wide: true, cell: (row) => <HashText hash={row.rowsRoot} /> },
          { key: "manifest", label: "Manifest", wide: true, cell: (row) => <CidLink cid={row.manifestCid} /> },
          { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.publishedTx} /> },
          { key: "when", label: "Published", num: true, wide: true, cell: (row) => <Moment at={row.publishedAt} /> },
        ]}
      />
      {newest && (
        <Section title={`Details of version ${newest.version}`}>
          <VersionFields datanetId={datanet.id} version={newest.version} />
        </Section>
      )}
    </div>
  );
}

function difference(row: VersionRecord, before: VersionRecord | undefined): string {
  const change = row.rowCount - (before?.rowCount ?? 0);
  return `${change >= 0 ? "+" : "−"}${count(Math.abs(change))}`;
}
