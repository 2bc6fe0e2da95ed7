import { type JobRecord, useRuns } from "../../data/entities/useRuns.ts";
import { useDatanetNames, useRunNames } from "../../data/names.ts";
import { Badge, ButtonLink, Empty, Page, Table, timeColumn } from "../../ui/index.ts";
import { datanetColumn, RunLink, useAccountColumn } from "../names/index.ts";
import { RUN_TONES, resultWords } from "./words.ts";

export function RunsPage() {
  const query = useRuns();
  const rows = query.data;
  const nameOf = useRunNames();
  const datanetName = useDatanetNames((rows ?? []).map(({ job }) => String(job.datanet)));
  const accountColumn = useAccountColumn();
  return (
    <Page
      question="Which runs are under way, and what came of the others?"
      title="Runs"
      actions={
        <ButtonLink to="/studio" variant="primary">
          New run
        </ButtonLink>
      }
    >
      <Table<JobRecord>
        label="Runs"
        isList
        rows={rows}
        error={query.error}
        retry={() => void query.refetch()}
        empty={
          <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
            No run yet. In the studio you choose a base, a datanet and a method, and start one.
          </Empty>
        }
        rowKey={(row) => row.id}
        columns={[
          {
            key: "id",
            label: "Run",
            value: (row) => nameOf(row.id).name,
            csv: (row) => `${nameOf(row.id).name} (run ${row.id})`,
            find: (row) => row.id,
            cell: (row) => <RunLink id={row.id} withId />,
          },
          {
            key: "state",
            label: "State",
            value: (row) => row.state,
            cell: (row) => <Badge tone={RUN_TONES[row.state]}>{row.state}</Badge>,
          },
          { key: "result", label: "Result", wide: true, value: resultWords },
          { key: "base", label: "Base", wide: true, value: (row) => row.job.base },
          {
            key: "method",
            label: "Method",
            wide: true,
            value: (row) => (row.job.method === "qlora" ? "QLoRA" : "LoRA"),
          },
          datanetColumn((row) => ({ id: String(row.job.datanet), version: row.job.version }), datanetName, {
            key: "data",
            label: "Data",
            wide: true,
          }),
          accountColumn((row) => row.requester, { key: "who", label: "Started by", wide: true }),
          timeColumn((row) => Date.parse(row.createdAt) / 1000, { key: "when", label: "Started", wide: true }),
        ]}
      />
    </Page>
  );
}
