/**
 * Does the report put a sound model before a damaged one more often than first-pass accuracy does? Trains and judges the
 * models of scripts/studies/discrimination/doses.json; the last line is one line of JSON. `--base small`, `--pairs N`,
 * `--models N`; `--write` puts tables and plots into docs/studies.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Discrimination, discriminationPage, discriminationPlots, lastLine } from "./discrimination/report.ts";
import { runLab, runNote, splitWrite } from "./lab.ts";
import { STUDIES, writeFigures, writePlot } from "./page.ts";

const COMMAND = "npm run study:discrimination -- --write";
/** Results by base, so that a run on one base leaves the other's figures on the page. */
const RESULTS = join(STUDIES, "discrimination.json");

interface Kept {
  note: string;
  result: Discrimination;
}

async function readKept(): Promise<Record<string, Kept>> {
  try {
    return JSON.parse(await readFile(RESULTS, "utf8")) as Record<string, Kept>;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw fault;
  }
}

const { write, rest } = splitWrite(process.argv.slice(2));
const result = await runLab<Discrimination>("discrimination", rest);
if (write) {
  const kept = { ...(await readKept()), [result.base]: { note: runNote(new Date()), result } };
  await writeFile(RESULTS, `${JSON.stringify(kept, null, 1)}\n`);
  const pages = Object.values(kept).map(({ note, result: one }) => discriminationPage(one, note));
  await writeFigures("discrimination", COMMAND, pages.join("\n\n"));
  for (const { result: one } of Object.values(kept)) {
    for (const [name, svg] of Object.entries(discriminationPlots(one))) await writePlot(name, svg);
  }
}
console.log(JSON.stringify(lastLine(result)));
