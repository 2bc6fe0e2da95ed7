import { Link } from "react-router";
import { type ModelSummary, useModels } from "../../data/entities/useModels.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { Empty, Moment, QueryView, Section, Table } from "../../ui/index.ts";
import { ModelState, WorstCondition } from "../models/index.ts";
import { byTrust } from "./trust.ts";

const SHOWN = 5;

/** The models by how far they can be trusted, each with the count that says so. */
export function Trusted() {
  const query = useModels();
  return (
    <Section title="What can be trusted" note={<Rule />}>
      <QueryView
        query={query}
        lines={2}
        isEmpty={(data) => data.models.length === 0}
        empty={<Empty>No model is registered yet, so nothing asks for your trust.</Empty>}
      >
        {({ models }) => (
          <Table<ModelSummary>
            label="Models by trust"
            rows={byTrust(models).slice(0, SHOWN)}
            rowKey={(row) => row.id}
            columns={[
              {
                key: "id",
                label: "Model",
                cell: (row) => (
                  <span className="row">
                    <Link to={`/models/${row.id}`}>model {row.id}</Link> <ModelState state={row.state} />
                  </span>
                ),
              },
              { key: "worst", label: "Worst condition", cell: (row) => <WorstCondition model={row} /> },
              {
                key: "judged",
                label: "Judged",
                num: true,
                wide: true,
                cell: ({ latestFinalRound: round }) =>
                  round?.closedAt ? (
                    <Link to={`/rounds/${round.id}`}>
                      <Moment at={round.closedAt} />
                    </Link>
                  ) : (
                    <span className="muted">not yet</span>
                  ),
              },
            ]}
          />
        )}
      </QueryView>
    </Section>
  );
}

/** The rule in force, in one sentence. */
function Rule() {
  const { data } = useThresholds();
  const set = data?.paramSets[0];
  const gate = data?.gates.find((one) => one.items === set?.itemsPerBatch && one.attempt === 1);
  if (!set || !gate) return "Only a model that held up on unseen items under every condition is admitted.";
  return (
    <>
      Admitted means: at least {gate.minPasses} of {gate.items} unseen items passed under every gated condition, counted
      by {set.seats} seats drawn by stake. <Link to="/thresholds">Every number that decides</Link>
    </>
  );
}
