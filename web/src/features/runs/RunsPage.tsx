import type { TrainingRun } from "@assay/sdk/api";
import { Link } from "react-router";
import { useRuns } from "../../data/entities/useRuns.ts";
import { Badge, ButtonLink, Empty, Moment, Page, QueryView, Table } from "../../ui/index.ts";

export const RUN_TONES = {
  queued: "plain",
  running: "accent",
  done: "good",
  failed: "bad",
  cancelled: "warn",
} as const;

export function RunsPage() {
  const query = useRuns();
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
      <QueryView
        query={query}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty action={<ButtonLink to="/studio">Open the studio</ButtonLink>}>
            No run yet. In the studio a base, a datanet and a method make one.
          </Empty>
        }
      >
        {(list) => (
          <Table<TrainingRun>
            label="Runs"
            rows={list}
            rowKey={(row) => row.id}
            columns={[
              { key: "id", label: "Run", cell: (row) => <Link to={`/runs/${row.id}`}>{row.id.slice(0, 10)}</Link> },
              { key: "state", label: "State", cell: (row) => <Badge tone={RUN_TONES[row.state]}>{row.state}</Badge> },
              { key: "base", label: "Base", wide: true, cell: (row) => row.job.base },
              {
                key: "method",
                label: "Method",
                wide: true,
                cell: (row) => (row.job.method === "qlora" ? "QLoRA" : "LoRA"),
              },
              {
                key: "data",
                label: "Data",
                wide: true,
                cell: (row) => (
                  <Link to={`/datanets/${row.job.datanet}`}>
                    datanet {String(row.job.datanet)}, version {row.job.version}
                  </Link>
                ),
              },
              {
                key: "when",
                label: "Started",
                num: true,
                wide: true,
                cell: (row) => <Moment at={Date.parse(row.createdAt) / 1000} />,
              },
            ]}
          />
        )}
      </QueryView>
    </Page>
  );
}
