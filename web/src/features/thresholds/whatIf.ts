import { gini, hhi } from "@assay/sdk/reputation";
import { lowerBound } from "../../ui/gate.ts";

/** A model as far as thresholds decide about it. Amounts in whole tokens. */
export interface JudgedModel {
  id: string;
  publisher: string;
  /** Whose exam judges it: the same users' calls go to models of one datanet. */
  datanet: string;
  state: string;
  stake: number;
  /** Of its last final round: items and attempt, and the gated condition with the fewest passes. */
  items: number;
  attempt: number;
  worst: { label: string; passes: number };
  /** Of the gateway's traffic; 0 where it tells none. */
  calls: number;
  fees: number;
}

/** The thresholds that can be moved. */
export interface Levels {
  /** What the one-sided lower bound of the true rate must reach, 0..1. */
  rate: number;
  /** Stake a model needs to be judged, whole tokens. */
  minStake: number;
  /** Fees a model may earn, as a multiple of its stake. */
  exposure: number;
}

/** The error a pass may have on the first attempt; each further one halves it. */
const ALPHA = 0.05;

/**
 * Smallest count of `items` whose one-sided Clopper-Pearson lower bound reaches `rate` on this attempt, as the gate
 * table is made; undefined where no count does.
 */
export function kMin(items: number, attempt: number, rate: number): number | undefined {
  const alpha = ALPHA / 2 ** (attempt - 1);
  for (let k = Math.max(1, Math.ceil(rate * items)); k <= items; k++) {
    // The bisection ends a little below the bound it looks for.
    if (lowerBound(k, items, alpha) >= rate - 1e-9) return k;
  }
  return undefined;
}

export interface Standing {
  model: JudgedModel;
  needed: number | undefined;
  passes: boolean;
  /** Why not, in words; undefined where it passes. */
  because: string | undefined;
}

/** Whether a model would stand under these levels, by the counts of its last final round. */
export function standingOf(model: JudgedModel, levels: Levels): Standing {
  const { worst, items, attempt } = model;
  const needed = kMin(items, attempt, levels.rate);
  const because =
    needed === undefined
      ? `no count of ${items} items is enough on attempt ${attempt}`
      : worst.passes < needed
        ? `${worst.passes} of ${items} under "${worst.label}", ${needed} needed`
        : model.stake < levels.minStake
          ? "too little stake to be judged"
          : undefined;
  return { model, needed, passes: because === undefined, because };
}

export interface Concentration {
  gini: number;
  hhi: number;
  /** What is shared: calls, or tokens of fees. */
  total: number;
}

const concentrationOf = (values: number[]): Concentration => ({
  gini: gini(values),
  hhi: hhi(values),
  total: values.reduce((sum, value) => sum + value, 0),
});

export interface Outcome {
  standing: Standing[];
  /** Over all judged models, calls after those of the fallen have moved. */
  traffic: Concentration;
  /** Over all publishers of judged models, fees within the exposure. */
  income: Concentration;
  /** Calls of fallen models with nobody left on their datanet. */
  lostCalls: number;
}

/**
 * What the levels do to the models and their market. Calls of a model that falls go to the models that stand on the same
 * datanet, in proportion to their own calls (evenly where they had none), and fees go with them; where none stands they
 * are lost. A model keeps at most stake x exposure of its fees. Those with nothing count as having nothing.
 */
export function outcomeOf(models: JudgedModel[], levels: Levels): Outcome {
  const standing = models.map((model) => standingOf(model, levels));
  const calls = new Map<string, number>(standing.map(({ model }) => [model.id, 0]));
  const fees = new Map<string, number>(calls);
  let lostCalls = 0;
  for (const datanet of new Set(standing.map(({ model }) => model.datanet))) {
    const here = standing.filter(({ model }) => model.datanet === datanet);
    const stay = here.filter(({ passes }) => passes).map(({ model }) => model);
    const all = (pick: (model: JudgedModel) => number) => here.reduce((sum, { model }) => sum + pick(model), 0);
    if (stay.length === 0) {
      lostCalls += all((model) => model.calls);
      continue;
    }
    const own = stay.reduce((sum, model) => sum + model.calls, 0);
    for (const model of stay) {
      const share = own > 0 ? model.calls / own : 1 / stay.length;
      calls.set(model.id, share * all((one) => one.calls));
      fees.set(model.id, Math.min(share * all((one) => one.fees), model.stake * levels.exposure));
    }
  }
  const income = new Map<string, number>();
  for (const { model } of standing)
    income.set(model.publisher, (income.get(model.publisher) ?? 0) + (fees.get(model.id) ?? 0));
  return {
    standing,
    traffic: concentrationOf([...calls.values()]),
    income: concentrationOf([...income.values()]),
    lostCalls,
  };
}

export interface Difference {
  falls: Standing[];
  rises: Standing[];
}

/** Who stands under one set of levels and not under the other; the words are those of `after`. */
export function differenceOf(before: Outcome, after: Outcome): Difference {
  const stood = new Map(before.standing.map(({ model, passes }) => [model.id, passes]));
  return {
    falls: after.standing.filter(({ model, passes }) => !passes && stood.get(model.id)),
    rises: after.standing.filter(({ model, passes }) => passes && !stood.get(model.id)),
  };
}
