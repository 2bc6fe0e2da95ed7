import type { VersionDetail } from "@assay/sdk/api";
import { useNameOf } from "../../data/config.ts";
import { type DatanetRecord, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { AddressLink, ButtonLink, Empty, QueryView, Section, Table } from "../../ui/index.ts";

/** Rows anyone may look at, with whose they are. Exam rows never appear here. */
export function RowsTab({ datanet }: { datanet: DatanetRecord }) {
  const query = useVersionDetail(datanet.id, datanet.latestVersion?.version);
  const nameOf = useNameOf();
  if (!datanet.latestVersion) {
    return (
      <Empty action={<ButtonLink to={`/datanets/${datanet.id}/import`}>Import rows</ButtonLink>}>
        No version yet, so no rows. Import a CSV or JSONL file.
      </Empty>
    );
  }
  return (
    <QueryView query={query}>
      {(detail) => {
        const rows = detail.sample;
        return (
          <div className="stack">
            {detail.splits.train > 0 && (
              <p>
                {count(detail.splits.train)} rows to train on, {count(detail.splits.validation)} to validate,{" "}
                {count(detail.splits.exam)} held out for exams and shown to nobody.
              </p>
            )}
            <Section
              title={`Sample of version ${datanet.latestVersion?.version}`}
              note="Near-duplicates stay on one side of the split: it is made by skeleton, never by row."
            >
              {rows.length === 0 ? (
                <Empty>The custodian shows no sample rows for this version yet.</Empty>
              ) : (
                <Table<VersionDetail["sample"][number]>
                  label="Sample rows"
                  rows={rows}
                  rowKey={(row) => String(row.index)}
                  columns={[
                    { key: "index", label: "Row", num: true, wide: true, cell: (row) => row.index },
                    { key: "text", label: "Text", cell: (row) => row.text },
                    { key: "label", label: "Label", cell: (row) => <span className="nowrap">{row.label}</span> },
                    {
                      key: "owner",
                      label: "Whose",
                      wide: true,
                      cell: (row) => <AddressLink address={row.contributor} name={nameOf(row.contributor)} />,
                    },
                  ]}
                />
              )}
            </Section>
          </div>
        );
      }}
    </QueryView>
  );
}
