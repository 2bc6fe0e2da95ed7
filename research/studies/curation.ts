/**
 * Few curated rows against many noisy ones on Banking77: first-pass accuracy against the worst condition.
 * `--data FILE` names Banking77's train.csv (default: ../shared/data/banking77/train.csv beside the checkout).
 * Prints the result document as its last line; `--base small`; `--write` puts table and plot into docs/studies.
 */
import { join } from "node:path";
import { root } from "../../scripts/setup/build.ts";
import { runLab, runNote, splitWrite } from "./lab.ts";
import { keepResult, table, writeFigures, writePlot } from "./page.ts";
import { barChart } from "./plot/svg.ts";

interface Curation {
  readonly base: string;
  readonly intents: number;
  readonly items: number;
  readonly wrongShare: number;
  readonly arms: readonly {
    name: string;
    rows: number;
    epochs: number;
    counts: Readonly<Record<string, number>>;
    worst: number;
    meanLogPass5: number;
    trainSeconds: number;
  }[];
}

function page({ base, intents, items, wrongShare, arms }: Curation, note: string): string {
  const conditions = Object.keys(arms[0]?.counts ?? {});
  return [
    `## On ${base}`,
    `${note} Base ${base}; ${intents} intents, ${items} held-out messages; ${(100 * wrongShare).toFixed(0)}% of the noisy arm's labels are wrong.`,
    table(
      ["Arm", "rows", "epochs", ...conditions, "worst", "mean log pass^5", "training, s"],
      arms.map((arm) => [
        arm.name,
        arm.rows,
        arm.epochs,
        ...conditions.map((name) => arm.counts[name] ?? 0),
        arm.worst,
        arm.meanLogPass5,
        arm.trainSeconds,
      ]),
    ),
    `![Items right by condition](plots/curation-${base}.svg)`,
  ].join("\n\n");
}

const { write, rest } = splitWrite(process.argv.slice(2));
const data = rest.includes("--data") ? [] : ["--data", join(root, "..", "shared", "data", "banking77", "train.csv")];
const result = await runLab<Curation>("curation", [...rest, ...data]);
if (write) {
  const kept = await keepResult("curation", runNote(new Date()), result);
  const pages = kept.map(({ note, result: one }) => page(one, note));
  await writeFigures("curation", "npm run study:curation -- --write", pages.join("\n\n"));
  const groups = Object.keys(result.arms[0]?.counts ?? {}).map((condition) => ({
    label: condition,
    bars: result.arms.map(({ name, counts }) => ({ label: name, value: counts[condition] ?? 0 })),
  }));
  const chart = barChart("Items right in every trial", `of ${result.items}`, groups, result.items);
  await writePlot(`curation-${result.base}`, chart);
}
console.log(JSON.stringify(result));
