/** Writes the part of a study's page that a run makes: everything below its marker. */
import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Where the studies are written up, with their plots and results. */
export const STUDIES = join(import.meta.dirname, "..", "..", "docs", "studies");

/** A Markdown table; columns after the first are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)].join("\n");
}

/** Replaces what stands below the marker of docs/studies/`name`.md; the text above it is written by hand. */
export async function writeFigures(name: string, command: string, figures: string): Promise<void> {
  const path = join(STUDIES, `${name}.md`);
  const marker = `<!-- figures: ${command} -->`;
  const [introduction = ""] = (await readFile(path, "utf8")).split(marker);
  await writeFile(path, `${introduction.trimEnd()}\n\n${marker}\n\n${figures.trim()}\n`);
}

/**
 * Keeps a result in docs/studies/`name`.json by its base, so that a run on one base leaves the other's figures on the page.
 * Returns all that are kept, `note` saying when and where each was had.
 */
export async function keepResult<Result extends { base: string }>(
  name: string,
  note: string,
  result: Result,
): Promise<{ note: string; result: Result }[]> {
  const path = join(STUDIES, `${name}.json`);
  const before = existsSync(path)
    ? (JSON.parse(await readFile(path, "utf8")) as Record<string, { note: string; result: Result }>)
    : {};
  const kept = { ...before, [result.base]: { note, result } };
  await writeFile(path, `${JSON.stringify(kept, null, 1)}\n`);
  return Object.values(kept);
}

/** Writes one plot beside the page. */
export async function writePlot(name: string, svg: string): Promise<void> {
  await writeFile(join(STUDIES, "plots", `${name}.svg`), svg);
}
