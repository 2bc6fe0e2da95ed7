import { type DatanetRecord, type SampleRow, useVersionDetail } from "../../data/entities/useDatanets.ts";
import { count } from "../../ui/format.ts";
import { ButtonLink, Empty, QueryView, Section, Table } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";

/** Rows anyone may look at, with whose they are. Exam rows never appear here. */
export function RowsTab({ datanet }: { datanet: DatanetRecord }) {
  const query = useVersionDetail(datanet.id, datanet.latestVersion?.version);
  const accountColumn = useAccountColumn();
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
                {count(detail.splits.exam)} held out for exams, which nobody sees.
              </p>
            )}
            <Section
              title={`Sample of version ${datanet.latestVersion?.version}`}
              note="Similar rows always land on the same side of the split: to train on, to validate, or held out for exams."
            >
              {rows.length === 0 ? (
                <Empty>The custodian shows no sample rows for this version yet.</Empty>
              ) : (
                <Table<SampleRow>
                  label="Sample rows"
                  isList
                  rows={rows}
                  rowKey={(row) => String(row.index)}
                  columns={[
                    { key: "text", label: "Text", value: (row) => row.text },
                    { key: "label", label: "Label", value: (row) => row.label },
                    accountColumn((row) => row.contributor, { key: "owner", label: "Owner", wide: true }),
                    { key: "index", label: "Row", num: true, wide: true, value: (row) => row.index },
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
