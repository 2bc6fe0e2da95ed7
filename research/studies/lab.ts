/** Runs the Python part of a study with the worker's own environment. */
import { cpus, homedir } from "node:os";
import { join } from "node:path";
import { ensurePython } from "../../scripts/setup/python.ts";
import { runModule } from "../../scripts/setup/pythonModule.ts";

/** Models that studies trained, kept between runs: the user's cache folder, as the worker's models are. */
const WORK = join(process.env.ASSAY_CACHE ?? join(homedir(), ".cache", "assay"), "studies");

export type LabStudy = "discrimination" | "carryover" | "curation";

/**
 * Runs `python -m lab` and returns the result document it prints last. Progress goes to this process's stderr. At low
 * priority: a study takes long and nothing waits for it.
 * @throws when the study fails; its last lines on stderr say why
 */
export async function runLab<Result>(study: LabStudy, args: readonly string[]): Promise<Result> {
  const python = await ensurePython((line) => console.error(line));
  const doses = join(import.meta.dirname, study, "doses.json");
  return await runModule<Result>({
    python,
    module: "lab",
    args: [study, "--doses", doses, "--work", join(WORK, study), ...args],
    folder: join("research", "studies"),
    nice: true,
  });
}

/** Machine and day of a run, for its page. */
export function runNote(now: Date): string {
  const [first] = cpus();
  return `Run on ${now.toISOString().slice(0, 10)}, ${cpus().length} cores (${first?.model.trim() ?? "unknown"}), fp32.`;
}

/** Options that belong to the launcher and not to the Python part: everything else is handed on. */
export function splitWrite(argv: readonly string[]): { write: boolean; rest: string[] } {
  return { write: argv.includes("--write"), rest: argv.filter((argument) => argument !== "--write") };
}
