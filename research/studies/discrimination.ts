/**
 * Does the report put a sound model before a damaged one more often than first-pass accuracy does? Trains and judges the
 * models of research/studies/discrimination/doses.json; the last line is one line of JSON. `--base small`, `--pairs N`,
 * `--models N`; `--write` puts tables and plots into docs/studies.
 */
import { type Discrimination, discriminationPage, discriminationPlots, lastLine } from "./discrimination/report.ts";
import { runLab, runNote, splitWrite } from "./lab.ts";
import { keepResult, writeFigures, writePlot } from "./page.ts";

const COMMAND = "npm run study:discrimination -- --write";
const { write, rest } = splitWrite(process.argv.slice(2));
const result = await runLab<Discrimination>("discrimination", rest);
if (write) {
  const kept = await keepResult("discrimination", runNote(new Date()), result);
  const pages = kept.map(({ note, result: one }) => discriminationPage(one, note));
  await writeFigures("discrimination", COMMAND, pages.join("\n\n"));
  for (const { result: one } of kept) {
    for (const [name, svg] of Object.entries(discriminationPlots(one))) await writePlot(name, svg);
  }
}
console.log(JSON.stringify(lastLine(result)));
