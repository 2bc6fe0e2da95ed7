/**
 * Mutation testing of the contracts that hold money: changes their sources one place at a time and counts how many changes
 * the Solidity tests notice. `--sample N` mutants a source (default 60), `--only Name` one contract or one source, `--again
 * FILE` just the mutants that a run before printed as survivors into FILE. Prints every survivor; docs/mutation.md says which
 * of them mean the same as the original. Needs built contracts and `mutate` (pip install universalmutator==1.14.1).
 */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../../scripts/setup/build.ts";
import { accepted, compileMutant } from "./compile.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";
import { SUBJECTS, type Subject } from "./subjects.ts";
import { Suite } from "./suite.ts";
import { Workplace } from "./workplace.ts";

/** `equal`: the bytes of the original. `invalid`: a part that compiles alone, but not in its contract. Neither counts. */
type Fate = "killed" | "survived" | "equal" | "invalid";

/** Mutants that the compiler checks in one go. */
const CHECKED_AT_ONCE = 30;

interface Options {
  /** mutants of a source to judge */
  readonly sample: number;
  /** names of the only mutants to judge */
  readonly only: ReadonlySet<string> | undefined;
  /** command of the mutator */
  readonly mutate: string;
}

interface Bench {
  readonly workplace: Workplace;
  readonly suite: Suite;
  readonly subject: Subject;
}

/** Undefined where the text does not compile. */
async function testsPass(
  { workplace, suite, subject }: Bench,
  text: { source: string; text: string },
): Promise<boolean | undefined> {
  const code = compileMutant(root, subject, text, "quick");
  if (code === undefined) return undefined;
  await workplace.install(subject, code);
  return suite.passes();
}

async function judge(bench: Bench, mutant: Mutant, original: string): Promise<Fate> {
  const passed = await testsPass(bench, mutant);
  if (passed !== true) return passed === false ? "killed" : "invalid";
  const compile = (text: string) => compileMutant(root, bench.subject, { source: mutant.source, text }, "deployed");
  // Slow, so only asked of what the tests did not notice.
  return compile(mutant.text)?.bytecode === compile(original)?.bytecode ? "equal" : "survived";
}

async function runSource(bench: Bench, source: string, options: Options, counts: Record<Fate, number>): Promise<void> {
  const text = await readFile(join(root, source), "utf8");
  const all = await mutantsOf(root, source, join(bench.workplace.folder, "mutants", source), options.mutate);
  const mutants = options.only === undefined ? all : all.filter(({ name }) => options.only?.has(name));
  if (mutants.length === 0) return;
  if ((await testsPass(bench, { source, text })) !== true) throw new Error(`The tests fail on ${source} as it is.`);
  let judged = 0;
  for (let start = 0; start < mutants.length && judged < options.sample; start += CHECKED_AT_ONCE) {
    for (const mutant of accepted(root, source, mutants.slice(start, start + CHECKED_AT_ONCE))) {
      if (judged === options.sample) break;
      const fate = await judge(bench, mutant, text);
      counts[fate]++;
      if (fate === "killed" || fate === "survived") judged++;
      if (fate === "survived") console.log(`survived ${mutant.name} ${describe(text, mutant)}`);
    }
  }
  console.log(`judged ${source}: ${judged}`);
}

async function runSubject(subject: Subject, options: Options): Promise<Record<Fate, number>> {
  const counts: Record<Fate, number> = { killed: 0, survived: 0, equal: 0, invalid: 0 };
  const workplace = await Workplace.create(root);
  const suite = new Suite(workplace.folder, subject.tests);
  try {
    for (const source of subject.sources) await runSource({ workplace, suite, subject }, source, options, counts);
  } finally {
    suite.close();
    await workplace.remove();
  }
  return counts;
}

/** The first line that differs. */
function describe(original: string, mutant: Mutant): string {
  const before = original.split("\n");
  const after = mutant.text.split("\n");
  const line = after.findIndex((changed, index) => changed !== before[index]);
  return `${mutant.source}:${line + 1} ${(before[line] ?? "").trim()}  =>  ${(after[line] ?? "").trim()}`;
}

/** The subjects with the sources that are called so; a contract's own source stands for all of its sources. */
function selected(name: string | undefined): readonly Subject[] {
  if (name === undefined) return SUBJECTS;
  const whole = SUBJECTS.filter(({ contract }) => contract === name);
  if (whole.length !== 0) return whole;
  const parts = SUBJECTS.map((subject) => ({
    ...subject,
    sources: subject.sources.filter((path) => basename(path, ".sol") === name),
  }));
  return parts.filter(({ sources }) => sources.length !== 0);
}

/** Names of the mutants that an earlier run printed. */
async function namesIn(path: string): Promise<ReadonlySet<string>> {
  const lines = (await readFile(path, "utf8")).split("\n");
  return new Set(lines.map((line) => /^survived (\S+) /.exec(line)?.[1]).filter((name) => name !== undefined));
}

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "60" },
    only: { type: "string" },
    again: { type: "string" },
    mutate: { type: "string", default: "mutate" },
  },
});
const only = values.again === undefined ? undefined : await namesIn(values.again);
const options: Options = { sample: Number(values.sample), only, mutate: values.mutate };
for (const subject of selected(values.only)) {
  const counts = await runSubject(subject, options);
  const score = counts.killed / (counts.killed + counts.survived);
  console.log(JSON.stringify({ contract: subject.contract, ...counts, score }));
}
