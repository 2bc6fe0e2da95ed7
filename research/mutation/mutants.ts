import { execFile } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** One changed source. */
export interface Mutant {
  readonly name: string;
  readonly source: string;
  readonly text: string;
}

/** A small linear congruential generator (Numerical Recipes): the same sample every time. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed >>> 0;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    const [a, b] = [result[i], result[j]];
    if (a !== undefined && b !== undefined) [result[i], result[j]] = [b, a];
  }
  return result;
}

/** A source without its comments: a mutant that only changes words is none. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/\/\/.*$/gm, "")
    .replace(/\s+/g, " ");
}

/**
 * Every mutant of a source whose code differs from it and from the others', in a fixed random order.
 * @param folder empty or missing folder for the mutator's files
 * @param mutate the command of universalmutator (Groce et al., ICSE 2018), which rewrites one place of a source by regular
 * expressions
 */
export async function mutantsOf(root: string, source: string, folder: string, mutate: string): Promise<Mutant[]> {
  await mkdir(folder, { recursive: true });
  const original = await readFile(join(root, source), "utf8");
  const args = [join(root, source), "solidity", "--noCheck", "--mutantDir", folder];
  // It leaves its own notes where it is started.
  await run(mutate, args, { maxBuffer: 1 << 28, cwd: dirname(folder) });
  const seen = new Set([codeOf(original)]);
  const mutants: Mutant[] = [];
  for (const file of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, file), "utf8");
    const code = codeOf(text);
    if (seen.has(code)) continue;
    seen.add(code);
    mutants.push({ name: basename(file, ".sol"), source, text });
  }
  return shuffled(mutants, 0xa55a);
}
