/**
 * The same prompt sequence five times in one conversation, over versions of a model that differ slightly: which collapse?
 * Prints the result document as its last line; `--base small`; `--write` puts table and plot into docs/studies.
 */
import { runLab, runNote, splitWrite } from "./lab.ts";
import { keepResult, table, writeFigures, writePlot } from "./page.ts";
import { lineChart } from "./plot/svg.ts";

interface CarryOver {
  readonly base: string;
  /** items asked each time round, over all sessions */
  readonly asked: number;
  readonly sessions: number;
  readonly versions: readonly {
    name: string;
    counts: Readonly<Record<string, number>>;
    worst: number;
    items: number;
    right: readonly number[];
  }[];
}

function page({ base, asked, sessions, versions }: CarryOver, note: string): string {
  const rounds = versions[0]?.right.map((_, at) => `time ${at + 1}`) ?? [];
  return [
    `## On ${base}`,
    `${note} Base ${base}; ${sessions} conversations, ${asked} questions each time round, ${versions[0]?.items ?? 0} items in the suite.`,
    table(
      ["Version", ...rounds, "suite: first", "suite: carry-over", "suite: worst"],
      versions.map(({ name, counts, worst, right }) => [
        name,
        ...right.map((count) => `${count} of ${asked}`),
        counts.first ?? 0,
        counts["carry-over"] ?? 0,
        worst,
      ]),
    ),
    `![Right answers by time round](plots/carryover-${base}.svg)`,
  ].join("\n\n");
}

const { write, rest } = splitWrite(process.argv.slice(2));
const result = await runLab<CarryOver>("carryover", rest);
if (write) {
  const kept = await keepResult("carryover", runNote(new Date()), result);
  const pages = kept.map(({ note, result: one }) => page(one, note));
  await writeFigures("carryover", "npm run study:carryover -- --write", pages.join("\n\n"));
  const lines = result.versions.map(({ name, right }) => ({
    label: name,
    values: right.map((count) => (100 * count) / result.asked),
  }));
  const places = lines[0]?.values.map((_, at) => `${at + 1}`) ?? [];
  await writePlot(
    `carryover-${result.base}`,
    lineChart("The same questions five times in one conversation", ["time round", "right, %"], places, lines, [0, 100]),
  );
}
console.log(JSON.stringify(result));
