import { conditionLabel } from "../../data/entities/conditions.ts";
import { relative } from "../../ui/format.ts";
import {
  Badge,
  CidLink,
  Empty,
  Facts,
  LineChart,
  Moment,
  QueryView,
  Section,
  Table,
  timeColumn,
  useNow,
} from "../../ui/index.ts";
import { type Reputation, useMinimumQuantile, useReputation } from "./useReputation.ts";

/** What the gateway has learned of the model since, and what it still believes. */
export function ReputationTab({ modelId }: { modelId: string }) {
  const query = useReputation(modelId);
  return (
    <QueryView
      query={query}
      lines={6}
      isEmpty={(reputation) => reputation === null}
      empty={
        <Empty>
          This gateway knows nothing about the model yet. A final round changes that, and so does every later answer
          that can be checked.
        </Empty>
      }
    >
      {(reputation) => reputation && <Remembered reputation={reputation} />}
    </QueryView>
  );
}

const rate = (value: number): string => value.toFixed(2);
const QUANTILE_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

function Remembered({ reputation }: { reputation: Reputation }) {
  const minimum = useMinimumQuantile().data;
  const { live } = reputation;
  const failures = live.failures.timeout + live.failures.transport + live.failures.schema;
  const refused = live.refused.linked + live.refused.capped + live.refused.unpaid;
  return (
    <div className="stack">
      <p className="row">
        <Badge tone={reputation.routed ? "good" : "warn"}>{reputation.routed ? "routed to" : "not routed to"}</Badge>
        <span>
          Its weakest condition is "{conditionLabel(reputation.weakest)}". There it is right at least{" "}
          {rate(reputation.q05)} of the time, with 95% certainty.
        </span>
      </p>
      {reputation.reevaluation && (
        <p className="row">
          A new round was asked for <Moment at={reputation.reevaluation.at} />, at {rate(reputation.reevaluation.q05)}{" "}
          <CidLink cid={reputation.reevaluation.cid} />
        </p>
      )}
      <History reputation={reputation} minimum={minimum ?? undefined} />
      <Section
        title="What it believes now"
        note="One beta distribution per condition, from rounds and from live answers. Old evidence fades; failures fade more slowly."
      >
        <Conditions reputation={reputation} />
      </Section>
      <Section title="Live evidence">
        <Facts
          items={[
            ["Answers served", live.calls],
            [
              "Failures that can be checked",
              `${failures}: ${live.failures.timeout} timed out, ${live.failures.transport} could not be reached, ${live.failures.schema} outside the labels`,
            ],
            ["Signed ratings by payers", `${live.ratings.right} right, ${live.ratings.wrong} wrong`],
            ["Weight that counted", Number(live.counted.toFixed(1))],
            [
              "Evidence refused",
              refused === 0
                ? "none"
                : `${live.refused.linked} linked to the model, ${live.refused.capped} over a payer's cap, ${live.refused.unpaid} unpaid`,
            ],
          ]}
        />
      </Section>
    </div>
  );
}

function History({ reputation, minimum }: { reputation: Reputation; minimum: number | undefined }) {
  const now = useNow(60_000);
  const last = reputation.history.at(-1);
  if (!last) return null;
  const ends = [...new Set([reputation.history[0]?.at ?? last.at, last.at])];
  return (
    <Section title="Over time" note="The 5% quantile of the weakest condition after each piece of evidence.">
      <LineChart
        label="How good it is at least, at 95%"
        points={reputation.history.map(({ at, q05 }) => ({ x: at, y: q05 }))}
        lastLabel={rate(last.q05)}
        y={{ max: 1, format: rate, ticks: QUANTILE_TICKS }}
        x={{ format: (at) => relative(at, now), ticks: ends }}
        gate={minimum === undefined ? undefined : { y: minimum, label: `routed from ${rate(minimum)}` }}
        step
      />
      <details>
        <summary>What changed it</summary>
        <Table<Reputation["history"][number]>
          label="What changed the posterior"
          isList
          rows={reputation.history.toReversed()}
          rowKey={(row, i) => `${row.at}-${i}`}
          columns={[
            { key: "why", label: "Because of", value: (row) => row.reason },
            {
              key: "q05",
              label: "Then at least",
              num: true,
              value: (row) => row.q05,
              cell: (row) => rate(row.q05),
            },
            timeColumn((row) => row.at, { key: "at", label: "When" }),
          ]}
        />
      </details>
    </Section>
  );
}

function Conditions({ reputation }: { reputation: Reputation }) {
  return (
    <Table<Reputation["conditions"][number]>
      label="Posterior by condition"
      rows={reputation.conditions}
      rowKey={(row) => `${row.condition}-${row.source}`}
      columns={[
        {
          key: "name",
          label: "Condition",
          value: (row) => `${conditionLabel(row.condition)}${row.gated ? "" : " (reported)"}`,
          cell: (row) => (
            <>
              {conditionLabel(row.condition)} {!row.gated && <span className="small muted">reported</span>}
            </>
          ),
        },
        {
          key: "q05",
          label: "At least",
          help: "With 95% certainty it is right at least so often.",
          num: true,
          value: (row) => row.q05,
          cell: (row) => <strong>{rate(row.q05)}</strong>,
        },
        { key: "mean", label: "Mean", num: true, wide: true, value: (row) => row.mean, cell: (row) => rate(row.mean) },
        {
          key: "weight",
          label: "Evidence for, against",
          num: true,
          wide: true,
          value: (row) => row.alpha + row.beta,
          csv: (row) => `${row.alpha.toFixed(1)}, ${row.beta.toFixed(1)}`,
          cell: (row) => `${row.alpha.toFixed(1)}, ${row.beta.toFixed(1)}`,
        },
        {
          key: "source",
          label: "From",
          wide: true,
          value: (row) => (row.source === "round" ? "rounds" : "live answers"),
        },
      ]}
    />
  );
}
