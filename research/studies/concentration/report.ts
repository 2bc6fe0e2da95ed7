/** Runs all arms over many seeds and renders tables and plots. */

import { hhi } from "@assay/sdk/reputation";
import { table } from "../page.ts";
import { type BarGroup, barChart, lineChart } from "../plot/svg.ts";
import { bootstrap, type Interval } from "./bootstrap.ts";
import type { Figures } from "./figures.ts";
import { type Run, simulate } from "./market.ts";
import { ARMS, type Arm, SETTING, type Setting } from "./setting.ts";

export interface ArmRuns {
  readonly arm: Arm;
  readonly runs: readonly Run[];
}

interface Measure {
  readonly name: string;
  readonly of: (run: Run) => number;
  readonly digits: number;
}

const LAST_MONTHS = 12;
const figure = (name: string, key: Exclude<keyof Figures, "teams">, digits = 3): Measure => ({
  name,
  // Without two admitted models nobody can differ from anybody.
  of: ({ figures }) => figures[key] ?? 0,
  digits,
});
const lastYear = (name: string, key: "served" | "quality" | "lucky" | "admitted", digits = 3): Measure => ({
  name,
  of: ({ months }) => months.slice(-LAST_MONTHS).reduce((sum, month) => sum + month[key], 0) / LAST_MONTHS,
  digits,
});

const MEASURES: readonly Measure[] = [
  figure("traffic Gini", "trafficGini"),
  figure("traffic HHI", "trafficHhi"),
  figure("income Gini", "incomeGini"),
  figure("income HHI", "incomeHhi"),
  figure("teams never admitted", "shutOut"),
  figure("disagreement", "disagreement"),
  lastYear("models admitted", "admitted", 0),
  lastYear("calls served", "served"),
  lastYear("worst-condition quality", "quality", 4),
  lastYear("admitted below the bar", "lucky"),
];

/** Every arm over the same seeds: team draws are paired between arms. */
export function runArms(seeds: number, setting: Setting = SETTING): ArmRuns[] {
  return ARMS.map((arm) => ({ arm, runs: Array.from({ length: seeds }, (_, at) => simulate(setting, arm, at + 1)) }));
}

const meanOf = (runs: readonly Run[], measure: Measure): Interval => bootstrap(runs.map(measure.of));
const shown = ({ mean, low, high }: Interval, digits: number, sign = false): string => {
  const plus = sign && mean > 0 ? "+" : "";
  return `${plus}${mean.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
};

/** Paired difference of two arms, seed by seed. */
function difference(results: readonly ArmRuns[], from: string, to: string, measure: Measure): Interval {
  const runsOf = (name: string): readonly Run[] => {
    const found = results.find(({ arm }) => arm.name === name);
    if (found === undefined) throw new Error(`There is no arm "${name}".`);
    return found.runs;
  };
  const [before, after] = [runsOf(from), runsOf(to)];
  return bootstrap(before.map((run, at) => measure.of(after[at] ?? run) - measure.of(run)));
}

const EFFECTS: readonly (readonly [string, string, string])[] = [
  ["rising the gate (neither)", "fixed gate, neither", "rising gate, neither"],
  ["rising the gate (both)", "fixed gate, both", "rising gate, both"],
  ["sandbox, rising gate", "rising gate, neither", "rising gate, sandbox"],
  ["attempt limits, rising gate", "rising gate, neither", "rising gate, limits"],
  ["both, rising gate", "rising gate, neither", "rising gate, both"],
  ["spread routing, both", "rising gate, both", "rising gate, both, spread routing"],
];

/** The tables of docs/studies/concentration.md. */
export function figuresPage(results: readonly ArmRuns[]): string {
  const seeds = results[0]?.runs.length ?? 0;
  const arms = results.map(({ arm, runs }) => [
    arm.name,
    ...MEASURES.map((measure) => meanOf(runs, measure).mean.toFixed(measure.digits)),
  ]);
  const effects = EFFECTS.map(([name, from, to]) => [
    name,
    ...MEASURES.slice(0, 7).map((measure) => shown(difference(results, from, to, measure), measure.digits, true)),
  ]);
  return [
    `${SETTING.teams} teams, ${SETTING.datanets} datanets, ${SETTING.months} months, ${seeds} seeds an arm. Figures are of the last twelve months.`,
    "## Means by arm",
    table(["Arm", ...MEASURES.map(({ name }) => name)], arms),
    "## Differences with 95% intervals",
    "Paired by seed; bootstrap over seeds. An interval that holds 0 shows nothing.",
    table(["Change", ...MEASURES.slice(0, 7).map(({ name }) => name)], effects),
    "![Traffic HHI and disagreement by arm](plots/concentration-arms.svg)",
    "![HHI of the month's traffic over time](plots/concentration-months.svg)",
    "![Admitted models over time](plots/concentration-admitted.svg)",
    "## Assumptions",
    table(
      ["Name in `setting.ts`", "Value"],
      Object.entries(SETTING).map(([name, value]) => [name, value]),
    ),
  ].join("\n\n");
}

/** The study's plots by file name. */
export function plots(results: readonly ArmRuns[]): Record<string, string> {
  const groups: BarGroup[] = results.map(({ arm, runs }) => ({
    label: arm.name.replace(", both, spread routing", ", both, spread"),
    bars: [MEASURES[1], MEASURES[3], MEASURES[5]].flatMap((measure) => {
      if (measure === undefined) return [];
      const { mean, low, high } = meanOf(runs, measure);
      return [{ label: measure.name, value: mean, low, high }];
    }),
  }));
  const months = Array.from({ length: SETTING.months }, (_, at) => `${at + 1}`);
  const chosen = results.filter(({ arm }) => arm.tightening || arm.name === "fixed gate, neither");
  const series = (value: (run: Run, month: number) => number) =>
    chosen.map(({ arm, runs }) => ({
      label: arm.name,
      values: months.map((_, at) => runs.reduce((sum, run) => sum + value(run, at), 0) / runs.length),
    }));
  return {
    "concentration-arms": barChart("Last year by arm: HHI of traffic and income, and disagreement", "0 to 1", groups),
    "concentration-months": lineChart(
      "HHI of each month's traffic over teams",
      ["month", "HHI"],
      months,
      series((run, at) => hhi([...(run.months[at]?.fees ?? [])])),
    ),
    "concentration-admitted": lineChart(
      "Admitted models",
      ["month", "models"],
      months,
      series((run, at) => run.months[at]?.admitted ?? 0),
    ),
  };
}

/** One line for machines: the means that the page quotes. */
export function summary(results: readonly ArmRuns[]): Record<string, Record<string, number>> {
  return Object.fromEntries(
    results.map(({ arm, runs }) => [
      arm.name,
      Object.fromEntries(MEASURES.map((measure) => [measure.name, Number(meanOf(runs, measure).mean.toFixed(4))])),
    ]),
  );
}
