/**
 * What tightening standards does to traffic, income and diversity while incentives stay open: a simulated market, or with
 * `--graph` and `--ipfs` the same figures from a chain's own records. Prints tables and, last, one line of JSON.
 * `--write` puts tables and plots into docs/studies.
 */
import { parseArgs } from "node:util";
import { figuresOf } from "./concentration/figures.ts";
import { readChain } from "./concentration/readChain.ts";
import { figuresPage, plots, runArms, summary } from "./concentration/report.ts";
import { writeFigures, writePlot } from "./page.ts";

const COMMAND = "npm run study:concentration -- --write";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "24" },
    write: { type: "boolean", default: false },
    graph: { type: "string" },
    ipfs: { type: "string" },
  },
});

async function main(): Promise<void> {
  const { graph, ipfs } = values;
  if ((graph === undefined) !== (ipfs === undefined)) {
    throw new Error("--graph and --ipfs go together: the subgraph's URL and that of a gateway serving /ipfs/<cid>.");
  }
  if (graph !== undefined && ipfs !== undefined) {
    console.log(JSON.stringify(figuresOf(await readChain({ graph, ipfs }))));
    return;
  }
  const seeds = Number(values.seeds);
  if (!Number.isInteger(seeds) || seeds < 2) throw new Error("--seeds must be a whole number from 2.");
  const results = runArms(seeds);
  const page = figuresPage(results);
  if (values.write) {
    await writeFigures("concentration", COMMAND, page);
    for (const [name, svg] of Object.entries(plots(results))) await writePlot(name, svg);
  }
  console.log(page);
  console.log(JSON.stringify(summary(results)));
}

await main();
