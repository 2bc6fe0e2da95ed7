/** Tables and plots of the discrimination study. */
import { table } from "../page.ts";
import { barChart } from "../plot/svg.ts";

interface ModelLine {
  readonly name: string;
  /** items right in every trial, by condition */
  readonly counts: Readonly<Record<string, number>>;
  readonly worst: number;
  readonly meanLogPass5: number;
  readonly trainSeconds: number;
  readonly evaluateSeconds: number;
}

/** The result document of `python -m lab discrimination`. */
export interface Discrimination {
  readonly base: string;
  readonly items: number;
  readonly families: number;
  readonly pairs: number;
  readonly report_correct: number;
  readonly first_pass_correct: number;
  readonly report_bound: number;
  readonly first_pass_bound: number;
  readonly all_correct_bound: number;
  readonly comparisons: readonly {
    cluster: number;
    damage: string;
    report_correct: boolean;
    first_pass_correct: boolean;
  }[];
  readonly models: readonly ModelLine[];
}

const percent = (count: number, of: number): string => (of === 0 ? "-" : `${((100 * count) / of).toFixed(0)}%`);
const SOUND = "sound";

/** Kind of a model by its name: `base family kind`. */
const kindOf = ({ name }: ModelLine): string => name.split(" ").slice(2).join(" ");

function byKind(models: readonly ModelLine[]): Map<string, ModelLine[]> {
  const groups = new Map<string, ModelLine[]>();
  for (const model of models) groups.set(kindOf(model), [...(groups.get(kindOf(model)) ?? []), model]);
  return groups;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** One line for machines. */
export function lastLine(result: Discrimination): Record<string, number | string> {
  const { base, items, families, pairs, report_correct, first_pass_correct, report_bound, first_pass_bound } = result;
  const { all_correct_bound } = result;
  return {
    base,
    items,
    families,
    pairs,
    report_correct,
    first_pass_correct,
    report_bound,
    first_pass_bound,
    all_correct_bound,
  };
}

/** The part of docs/studies/discrimination.md about one base. */
export function discriminationPage(result: Discrimination, note: string): string {
  const damages = [...new Set(result.comparisons.map(({ damage }) => damage))];
  const rows = damages.map((damage) => {
    const pairs = result.comparisons.filter((one) => one.damage === damage);
    return [
      damage,
      pairs.length,
      pairs.filter((one) => one.report_correct).length,
      pairs.filter((one) => one.first_pass_correct).length,
    ];
  });
  const kinds = [...byKind(result.models)];
  const conditions = Object.keys(result.models[0]?.counts ?? {});
  const means = kinds.map(([kind, models]) => [
    kind,
    ...conditions.map((name) => meanOf(models.map(({ counts }) => counts[name] ?? 0)).toFixed(1)),
    meanOf(models.map(({ worst }) => worst)).toFixed(1),
    `${Math.min(...models.map(({ worst }) => worst))} to ${Math.max(...models.map(({ worst }) => worst))}`,
    meanOf(models.map(({ meanLogPass5 }) => meanLogPass5)).toFixed(2),
  ]);
  const seconds = result.models.reduce((sum, one) => sum + one.trainSeconds + one.evaluateSeconds, 0);
  const { pairs, report_correct: report, first_pass_correct: first } = result;
  return [
    `## On ${result.base}`,
    `${note} ${result.families} sound models, ${pairs} pairs, ${result.items} items; ${(seconds / 60).toFixed(0)} minutes of training and evaluating, waiting for a shared machine included.`,
    table(
      ["", "Sound one first", "Share", "One-sided 95% bound, clustered by sound model"],
      [
        ["by the report's scalar", `${report} of ${pairs}`, percent(report, pairs), result.report_bound.toFixed(3)],
        ["by first-pass accuracy", `${first} of ${pairs}`, percent(first, pairs), result.first_pass_bound.toFixed(3)],
      ],
    ),
    `Where every pair is right, resampling says 1 and knows no better: ${result.families} sound models of ${result.families} that win all their pairs bound the chance of doing so at ${result.all_correct_bound.toFixed(3)}.`,
    table(["Damage", "Pairs", "Right by the report", "Right by first pass"], rows),
    "Means over the models of a kind: items right in every trial of a condition.",
    table(["Kind", ...conditions, "worst", "worst, from to", "mean log pass^5"], means),
    `![Pairs ranked right, by damage](plots/discrimination-${result.base}-pairs.svg)`,
    `![First pass and worst condition, by kind](plots/discrimination-${result.base}-counts.svg)`,
  ].join("\n\n");
}

/** The study's plots by file name. */
export function discriminationPlots(result: Discrimination): Record<string, string> {
  const damages = [...new Set(result.comparisons.map(({ damage }) => damage))];
  const pairs = damages.map((damage) => {
    const all = result.comparisons.filter((one) => one.damage === damage);
    return {
      label: damage,
      bars: [
        { label: "report", value: all.filter((one) => one.report_correct).length },
        { label: "first pass", value: all.filter((one) => one.first_pass_correct).length },
      ],
    };
  });
  const counts = [...byKind(result.models)]
    .sort(([one], [other]) => Number(other === SOUND) - Number(one === SOUND))
    .map(([kind, models]) => ({
      label: kind,
      bars: [
        { label: "first pass", values: models.map((one) => one.counts.first ?? 0) },
        { label: "worst condition", values: models.map(({ worst }) => worst) },
      ].map(({ label, values }) => ({
        label,
        value: meanOf(values),
        low: Math.min(...values),
        high: Math.max(...values),
      })),
    }));
  return {
    [`discrimination-${result.base}-pairs`]: barChart(
      `Pairs with the sound model first (${result.base})`,
      "pairs",
      pairs,
      result.families,
    ),
    [`discrimination-${result.base}-counts`]: barChart(
      `Items right (${result.base}): mean, lowest and highest model`,
      `items of ${result.items}`,
      counts,
      result.items,
    ),
  };
}
