/** Who takes part in the simulated market: teams, and the models they keep up. */
import type { Random } from "./random.ts";
import type { Setting } from "./setting.ts";

/** A team's model of one datanet. */
export interface Entry {
  readonly team: number;
  readonly datanet: number;
  /** pass rate of each condition in logits */
  readonly levels: number[];
  /** answers to the questions without a right answer */
  readonly views: number[];
  /** weighted evidence of rounds: passes in the worst condition of items */
  passes: number;
  trials: number;
  /** passed this month's gate */
  admitted: boolean;
  /** months it was admitted in so far */
  monthsAdmitted: number;
  /** fees its callers paid in the last twelve months, ASY */
  fees: number;
}

export interface Team {
  readonly id: number;
  readonly skill: number;
  /** money a month whatever it earns, and what an iteration costs it, ASY */
  readonly grant: number;
  readonly iterationCost: number;
  readonly base: number;
  readonly entries: Entry[];
  cash: number;
  lastIncome: number;
}

/** Pass rate of a level. */
export function rateOf(level: number): number {
  return 1 / (1 + Math.exp(-level));
}

/** Place of the weakest condition. */
export function weakest(levels: readonly number[]): number {
  let place = 0;
  for (let at = 1; at < levels.length; at++) if ((levels[at] ?? 0) < (levels[place] ?? 0)) place = at;
  return place;
}

/** Probability that one round passes at `needed` of `items`, taking conditions as independent. */
export function passChance(levels: readonly number[], tail: (rate: number) => number): number {
  return levels.reduce((chance, level) => chance * tail(rateOf(level)), 1);
}

/** Answers of the public bases to the open questions, `[base][question]`. */
export function drawViews(setting: Setting, random: Random): number[][] {
  return Array.from({ length: setting.bases }, () =>
    Array.from({ length: setting.openQuestions }, () => random.below(setting.labels)),
  );
}

export function makeEntry(team: Team, datanet: number, bases: number[][], setting: Setting, random: Random): Entry {
  const base = bases[team.base] ?? [];
  return {
    team: team.id,
    datanet,
    levels: Array.from({ length: setting.conditions }, () => setting.entryLevel + 0.5 * random.normal()),
    views: base.map((view) => (random.next() < setting.ownViews ? random.below(setting.labels) : view)),
    passes: 0,
    trials: 0,
    admitted: false,
    monthsAdmitted: 0,
    fees: 0,
  };
}

/** Teams with budgets, costs and skill of their own, each with one model of a home datanet. */
export function drawTeams(setting: Setting, bases: number[][], random: Random): Team[] {
  return Array.from({ length: setting.teams }, (_, id) => {
    // The first base is the most used: each further one half as often.
    const base = Math.min(setting.bases - 1, Math.floor(-Math.log2(1 - random.next())));
    const team: Team = {
      id,
      skill: Math.exp(setting.skillSpread * random.normal()),
      grant: setting.grant * Math.exp(setting.grantSpread * random.normal()),
      iterationCost: setting.iterationCost * Math.exp(setting.iterationCostSpread * random.normal()),
      base,
      entries: [],
      cash: 0,
      lastIncome: 0,
    };
    team.entries.push(makeEntry(team, id % setting.datanets, bases, setting, random));
    return team;
  });
}
