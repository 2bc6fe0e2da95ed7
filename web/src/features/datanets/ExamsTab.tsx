import { Link } from "react-router";
import type { DatanetRecord, VersionRecord } from "../../data/entities/useDatanets.ts";
import { Badge, CidLink, Empty, HashText, Moment, Section, Table } from "../../ui/index.ts";

/** Exam batches: how many are left, and the used ones, which anyone may read. */
export function ExamsTab({ datanet }: { datanet: DatanetRecord }) {
  const sealed = datanet.versions.filter((version) => version.batchCount > 0);
  if (sealed.length === 0)
    return <Empty>No exam yet. Once a version is sealed, its held-out rows wait here as encrypted batches.</Empty>;
  return (
    <div className="stack">
      {sealed.map((version) => (
        <ExamVersion key={version.id} version={version} />
      ))}
    </div>
  );
}

function ExamVersion({ version }: { version: VersionRecord }) {
  const left = version.batchCount - version.batchesConsumed;
  return (
    <Section
      title={`Version ${version.version}: ${left} of ${version.batchCount} exams left`}
      note={
        <>
          Seed of the draw: {version.seed ? <HashText hash={version.seed} /> : "not known yet"}, of epoch{" "}
          {(Number(version.epoch) + 1).toString()}, which began after the rows were fixed.
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
        <Table
          label={`Used exams of version ${version.version}`}
          rows={version.batches}
          rowKey={(row) => String(row.batchId)}
          columns={[
            { key: "b", label: "Batch", num: true, cell: (row) => row.batchId },
            {
              key: "round",
              label: "Taken by",
              cell: (row) => <Link to={`/rounds/${row.round.id}`}>round {row.round.id}</Link>,
            },
            {
              key: "state",
              label: "State",
              wide: true,
              cell: (row) =>
                row.retired ? <Badge tone="good">published</Badge> : <Badge tone="warn">in its round</Badge>,
            },
            {
              key: "items",
              label: "Items",
              wide: true,
              cell: (row) => (row.itemsCid ? <CidLink cid={row.itemsCid} /> : "after the round"),
            },
            { key: "when", label: "When", num: true, wide: true, cell: (row) => <Moment at={row.consumedAt} /> },
          ]}
        />
      )}
    </Section>
  );
}
