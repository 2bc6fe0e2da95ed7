import { Link } from "react-router";
import { type ModelSummary, useTrustedModels } from "../../data/entities/useModels.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { count } from "../../ui/format.ts";
import { Empty, Moment, Section, Table } from "../../ui/index.ts";
import { ModelState, WorstCondition, wasRefused, worstPasses } from "../models/index.ts";
import { ModelLink } from "../names/index.ts";

const SHOWN = 5;

/** The models by how far they can be trusted, each with the count that says so. */
export function Trusted() {
  const query = useTrustedModels(SHOWN);
  const { data } = query;
  const rows = data && [...data.admitted, ...data.probation, ...data.others].slice(0, SHOWN);
  const all = useProtocol().data?.protocol?.modelCount ?? 0;
  return (
    <Section
      title="What can be trusted"
      note={<Rule />}
      aside={<Link to="/models">{all > SHOWN ? `All ${count(all)} models` : "All models"}</Link>}
    >
      <Table<ModelSummary>
        label="Models by trust"
        rows={rows}
        error={query.error}
        retry={() => void query.refetch()}
        empty={<Empty>No model is registered yet, so nothing asks for your trust.</Empty>}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "id",
            label: "Model",
            value: (row) => Number(row.id),
            cell: (row) => (
              <span className="row">
                <span>
                  <ModelLink id={row.id} withId />
                </span>
                <ModelState state={row.state} wasRefused={wasRefused(row)} />
              </span>
            ),
          },
          {
            key: "worst",
            label: "Worst condition",
            help: "The gated condition with the fewest passes: it decides.",
            value: worstPasses,
            cell: (row) => <WorstCondition model={row} />,
          },
          {
            key: "judged",
            label: "Judged",
            num: true,
            wide: true,
            value: ({ latestFinalRound: round }) => (round?.closedAt ? Number(round.closedAt) : undefined),
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
      Admitted means: at least {gate.minPasses} of {gate.items} unseen items passed under every gated condition.{" "}
      {set.seats} judges, drawn by stake, counted them. <Link to="/thresholds">Every number that decides</Link>
    </>
  );
}
