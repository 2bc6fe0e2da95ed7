/**
 * Prices every lie under the production parameters and prints the tables; `--write` puts them into docs/economics.md
 * below its introduction.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { production } from "../../ignition/parameters/production.ts";
import { economicsTables } from "./report.ts";
import { ASSUMPTIONS } from "./setting.ts";

const MARKER = "<!-- tables: node research/economics/economics.ts --write -->";
const page = join(import.meta.dirname, "..", "..", "docs", "economics.md");

const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
const tables = economicsTables(production.paramSet, ASSUMPTIONS);
if (values.write) {
  const [introduction = ""] = (await readFile(page, "utf8")).split(MARKER);
  await writeFile(page, `${introduction}${MARKER}\n\n${tables}\n`);
}
console.log(tables);
