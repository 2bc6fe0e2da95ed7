import { type DatanetRecord, useVersions, type VersionRecord } from "../../data/entities/useDatanets.ts";
import { Badge, CidLink, cidColumn, Empty, HashText, QueryView, Section, Table, timeColumn } from "../../ui/index.ts";
import { RoundLink } from "../names/index.ts";

/** Exam batches: how many are left, and the used ones, which anyone may read. */
export function ExamsTab({ datanet }: { datanet: DatanetRecord }) {
  const query = useVersions(datanet.id);
  const withExam = (versions: VersionRecord[]) => versions.filter(({ batchCount }) => batchCount > 0);
  return (
    <QueryView
      query={query}
      isEmpty={(versions) => withExam(versions).length === 0}
      empty={<Empty>No exam yet. Once a version is sealed, its held-out rows wait here as encrypted batches.</Empty>}
    >
      {(versions) => (
        <div className="stack">
          {withExam(versions).map((version) => (
            <ExamVersion key={version.id} version={version} />
          ))}
        </div>
      )}
    </QueryView>
  );
}

function ExamVersion({ version }: { version: VersionRecord }) {
  const left = version.batchCount - version.batchesConsumed;
  return (
    <Section
      title={`Version ${version.version}: ${left} of ${version.batchCount} exams left`}
      note={
        <>
          The seed of stake epoch {(Number(version.epoch) + 1).toString()} picked the rows:{" "}
          {version.seed ? <HashText hash={version.seed} /> : "not known yet"}. That epoch began after the rows were
          fixed.
          {version.examManifestCid && (
            <>
              {" "}
              Public part: <CidLink cid={version.examManifestCid} />
            </>
          )}
        </>
      }
    >
      {version.batches.length === 0 ? (
        <Empty>No round has taken one yet. Nobody can read an exam before its round.</Empty>
      ) : (
        <Table<VersionRecord["batches"][number]>
          label={`Used exams of version ${version.version}`}
          rows={version.batches}
          rowKey={(row) => String(row.batchId)}
          columns={[
            { key: "b", label: "Batch", value: (row) => row.batchId, cell: (row) => `batch ${row.batchId}` },
            {
              key: "round",
              label: "Taken by",
              value: (row) => Number(row.round.id),
              cell: (row) => <RoundLink id={row.round.id} />,
            },
            {
              key: "state",
              label: "State",
              wide: true,
              value: (row) => (row.retired ? "published" : "in its round"),
              cell: (row) =>
                row.retired ? <Badge tone="good">published</Badge> : <Badge tone="warn">in its round</Badge>,
            },
            cidColumn((row) => row.itemsCid, {
              key: "items",
              label: "Items",
              help: "Published after the round: until then nobody can read them.",
            }),
            timeColumn((row) => row.consumedAt, { key: "when", label: "When", wide: true }),
          ]}
        />
      )}
    </Section>
  );
}
