import { useState } from "react";
import type { ParamSet } from "../../data/entities/useThresholds.ts";
import { useModelNames } from "../../data/names.ts";
import { count, exactAmount } from "../../ui/format.ts";
import {
  Badge,
  Button,
  ButtonLink,
  Empty,
  ErrorNote,
  Figure,
  QueryView,
  Section,
  SliderField,
  Table,
} from "../../ui/index.ts";
import { ModelLink } from "../names/index.ts";
import { type Market, useMarket } from "./useMarket.ts";
import { type Concentration, differenceOf, kMin, type Levels, outcomeOf, type Standing } from "./whatIf.ts";

/** The rate the gate table on chain is made for. */
const RATE = 0.8;
const BPS = 10_000;

const levelsOf = (set: ParamSet): Levels => ({
  rate: RATE,
  minStake: Number(exactAmount(BigInt(set.minPublisherStake))),
  exposure: Number(set.exposureBps) / BPS,
});

/** Move a threshold and see who falls out, and how traffic and income concentrate. */
export function WhatIf({ set }: { set: ParamSet }) {
  const market = useMarket();
  return (
    <Section
      title="What if"
      note="Nothing here is sent anywhere. It uses the counts of each model's last final round. It can't know who would have trained differently under a different gate."
    >
      <QueryView
        query={market}
        lines={6}
        isEmpty={(data) => data.models.length === 0}
        empty={
          <Empty action={<ButtonLink to="/rounds">Rounds</ButtonLink>}>
            No round is final yet, so no model can fall out. After the first one you can compare its counts with
            different gates here.
          </Empty>
        }
      >
        {(data) => <Sliders market={data} now={levelsOf(set)} itemsPerBatch={set.itemsPerBatch} />}
      </QueryView>
    </Section>
  );
}

function Sliders({ market, now, itemsPerBatch }: { market: Market; now: Levels; itemsPerBatch: number }) {
  const [moved, setMoved] = useState<Partial<Levels>>({});
  const then = { ...now, ...moved };
  const before = outcomeOf(market.models, now);
  const after = outcomeOf(market.models, then);
  const stands = after.standing.filter(({ passes }) => passes).length;
  const { falls, rises } = differenceOf(before, after);
  const gate = kMin(itemsPerBatch, 1, then.rate);
  const gateNow = kMin(itemsPerBatch, 1, now.rate);
  const stakeMax = Math.max(4 * now.minStake, 1000);
  return (
    <div className="stack">
      <div className="panel">
        <div className="sliders">
          <SliderField
            label="Gate"
            words={`at least ${Math.round(100 * then.rate)}%: ${gate ?? "no count"} of ${itemsPerBatch}`}
            help="The true rate must be at least this high, with one-sided 95% certainty, on a first attempt."
            value={then.rate}
            onChange={(rate) => setMoved({ ...moved, rate })}
            min={0.5}
            max={0.95}
            step={0.01}
            mark={{ value: now.rate, label: `${Math.round(100 * now.rate)}%, ${gateNow} of ${itemsPerBatch}` }}
          />
          <SliderField
            label="Stake to be judged"
            words={`${count(then.minStake)} ASY`}
            value={then.minStake}
            onChange={(minStake) => setMoved({ ...moved, minStake })}
            min={0}
            max={stakeMax}
            step={stakeMax / 100}
            mark={{ value: now.minStake, label: `${count(now.minStake)} ASY` }}
          />
          <SliderField
            label="Exposure"
            words={`fees up to ${Math.round(100 * then.exposure)}% of stake`}
            value={then.exposure}
            onChange={(exposure) => setMoved({ ...moved, exposure })}
            min={0}
            max={Math.max(5, 2 * now.exposure)}
            step={0.05}
            mark={{ value: now.exposure, label: `${Math.round(100 * now.exposure)}%` }}
          />
        </div>
        <div>
          <Button onPress={() => setMoved({})} isDisabled={Object.keys(moved).length === 0}>
            Back to what is in force
          </Button>
        </div>
      </div>
      <div className="figures" role="status">
        <Figure
          label={`${stands === 1 ? "model" : "models"} would stand`}
          value={stands}
          note={`of ${before.standing.filter(({ passes }) => passes).length} now, ${market.models.length} judged`}
        />
        <Figure label="would fall out" value={falls.length} note={`${rises.length} would come in`} />
        <Figure
          label={`${after.lostCalls === 1 ? "call" : "calls"} found no admitted model`}
          value={count(after.lostCalls)}
          note={`${count(before.lostCalls)} now`}
        />
      </div>
      <Moved falls={falls} rises={rises} />
      <Markets market={market} before={before} after={after} />
    </div>
  );
}

function Moved({ falls, rises }: { falls: Standing[]; rises: Standing[] }) {
  const rows = [...falls, ...rises];
  const nameOf = useModelNames(rows.map(({ model }) => model.id));
  if (rows.length === 0) return <p className="muted">With these levels the same models stand as now.</p>;
  return (
    <Table<Standing>
      label="Who falls out and who comes in"
      rows={rows}
      rowKey={({ model }) => model.id}
      columns={[
        {
          key: "model",
          label: "Model",
          value: ({ model }) => nameOf(model.id).name,
          find: ({ model }) => `model ${model.id}`,
          cell: ({ model }) => <ModelLink id={model.id} withId />,
        },
        {
          key: "then",
          label: "Then",
          value: ({ passes }) => (passes ? "comes in" : "falls out"),
          cell: ({ passes }) => <Badge tone={passes ? "good" : "bad"}>{passes ? "comes in" : "falls out"}</Badge>,
        },
        {
          key: "why",
          label: "Because",
          wide: true,
          value: ({ model, because, needed }) =>
            because ?? `${model.worst.passes} of ${model.items} under "${model.worst.label}", ${needed} needed`,
        },
        {
          key: "calls",
          label: "Its calls now",
          num: true,
          wide: true,
          value: ({ model }) => model.calls,
          cell: ({ model }) => count(model.calls),
        },
      ]}
    />
  );
}

interface MarketRow {
  what: string;
  does: string;
  now: Concentration;
  after: Concentration;
  format: (total: number) => string;
}

interface Outcomes {
  traffic: Concentration;
  income: Concentration;
}

function Markets({ market, before, after }: { market: Market; before: Outcomes; after: Outcomes }) {
  if (market.trafficError) return <ErrorNote error={market.trafficError} />;
  if (market.traffic === undefined) return null;
  if (market.traffic === null || before.traffic.total === 0) {
    return (
      <p className="muted">
        {market.traffic === null
          ? "This gateway publishes no traffic, so its concentration can't be shown."
          : "No call was routed in the last 30 days, so there is nothing to compare yet."}
      </p>
    );
  }
  const rows: MarketRow[] = [
    {
      what: "Traffic",
      does: "Calls by model",
      now: before.traffic,
      after: after.traffic,
      format: (total) => `${count(Math.round(total))} calls`,
    },
    {
      what: "Income",
      does: "Fees within exposure, by publisher",
      now: before.income,
      after: after.income,
      format: (total) => `${Number(total.toPrecision(4))} ASY`,
    },
  ];
  return (
    <Section
      title="Concentration"
      note="1/HHI is how many equally large ones would be as concentrated. When a model falls out, its calls go to the models that stand on the same datanet, in proportion to their own calls."
    >
      <Table<MarketRow>
        label="Concentration now and then"
        rows={rows}
        rowKey={(row) => row.what}
        columns={[
          {
            key: "what",
            label: "Of",
            value: (row) => row.what,
            cell: (row) => (
              <>
                {row.what} <span className="small muted">{row.does}</span>
              </>
            ),
          },
          {
            key: "gini",
            label: "Gini now, then",
            help: "0 where all have the same, near 1 where one has everything.",
            num: true,
            value: (row) => row.after.gini,
            csv: (row) => `${figureOf(row.now, "gini")}, ${figureOf(row.after, "gini")}`,
            cell: (row) => <Pair row={row} of="gini" />,
          },
          {
            key: "hhi",
            label: "HHI now, then",
            help: "The sum of squared shares: 1 where one has everything.",
            num: true,
            wide: true,
            value: (row) => row.after.hhi,
            csv: (row) => `${figureOf(row.now, "hhi")}, ${figureOf(row.after, "hhi")}`,
            cell: (row) => <Pair row={row} of="hhi" />,
          },
          {
            key: "total",
            label: "Total now, then",
            num: true,
            wide: true,
            value: (row) => `${row.format(row.now.total)}, ${row.format(row.after.total)}`,
          },
        ]}
      />
    </Section>
  );
}

/** Nothing to share is neither even nor uneven. */
const figureOf = (one: Concentration, of: "gini" | "hhi"): string => (one.total === 0 ? "–" : one[of].toFixed(2));

function Pair({ row, of }: { row: MarketRow; of: "gini" | "hhi" }) {
  return (
    <>
      <span className="muted">{figureOf(row.now, of)}</span> <strong>{figureOf(row.after, of)}</strong>
    </>
  );
}
