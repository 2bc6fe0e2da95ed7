/**
 * Mutation testing of the contracts that hold money: changes their sources one place at a time and counts how many changes
 * the Solidity tests notice. `--sample N` mutants a source (default 60), `--only Name` one contract. Prints every survivor;
 * docs/mutation.md says which of them mean the same as the original. Needs `mutate` (pip install universalmutator==1.14.1).
 */
import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compileMutant } from "./mutation/compile.ts";
import { type Mutant, mutantsOf } from "./mutation/mutants.ts";
import { SUBJECTS, type Subject } from "./mutation/subjects.ts";
import { root } from "./setup/build.ts";

type Fate = "killed" | "survived" | "equal" | "invalid";

/** A copy of the project in which artifacts can be replaced. */
async function workplace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "assay-mutation-"));
  const copied = ["contracts", "test", "scripts", "artifacts", "cache", "hardhat.config.ts", "package.json"];
  for (const path of copied) await cp(join(root, path), join(folder, path), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Whether the subject's tests pass on what lies in the workplace's artifacts. */
function testsPass(folder: string, subject: Subject): Promise<boolean> {
  const files = subject.tests.flatMap((path) => [`${path}/**/*.sol`]);
  const command = `npx hardhat test solidity --no-compile --grep-exclude invariant $(ls ${files.join(" ")} | grep '\\.t\\.sol$')`;
  const child = spawn("bash", ["-O", "globstar", "-c", command], { cwd: folder, stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });
}

async function judge(folder: string, subject: Subject, mutant: Mutant, originals: ReadonlySet<string>): Promise<Fate> {
  const code = compileMutant(root, subject, mutant);
  if (code === undefined) return "invalid";
  if (originals.has(code.bytecode)) return "equal";
  const path = join(folder, "artifacts", subject.deployed, `${subject.contract}.json`);
  const artifact = JSON.parse(await readFile(path, "utf8")) as object;
  await writeFile(path, JSON.stringify({ ...artifact, ...code }));
  return (await testsPass(folder, subject)) ? "survived" : "killed";
}

async function runSubject(subject: Subject, sample: number, mutate: string): Promise<Record<Fate, number>> {
  const folder = await workplace();
  const counts: Record<Fate, number> = { killed: 0, survived: 0, equal: 0, invalid: 0 };
  try {
    for (const source of subject.sources) {
      const text = await readFile(join(root, source), "utf8");
      const original = compileMutant(root, subject, { source, text });
      if (original === undefined) throw new Error(`${source} does not compile.`);
      const mutants = await mutantsOf(root, source, join(folder, "mutants", source), mutate);
      let judged = 0;
      for (const mutant of mutants) {
        if (judged === sample) break;
        const fate = await judge(folder, subject, mutant, new Set([original.bytecode]));
        counts[fate]++;
        if (fate === "killed" || fate === "survived") judged++;
        if (fate === "survived") console.log(`survived: ${describe(text, mutant)}`);
        process.stderr.write(`\r${source}: ${judged} of at most ${Math.min(sample, mutants.length)} judged `);
      }
      process.stderr.write("\n");
    }
  } finally {
    await rm(folder, { recursive: true });
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

const { values } = parseArgs({
  options: {
    sample: { type: "string", default: "60" },
    only: { type: "string" },
    mutate: { type: "string", default: "mutate" },
  },
});
const figures: Record<string, Record<Fate, number> & { score: number }> = {};
for (const subject of SUBJECTS.filter(({ contract }) => values.only === undefined || contract === values.only)) {
  const counts = await runSubject(subject, Number(values.sample), values.mutate);
  figures[subject.contract] = { ...counts, score: counts.killed / (counts.killed + counts.survived) };
}
console.log(JSON.stringify(figures));
