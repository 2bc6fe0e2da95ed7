import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../cli.ts", import.meta.url));

/** The evaluator role as a process of its own, to be killed without a word. */
export interface EvaluatorProcess {
  start(): void;
  /** kill -9; resolves once the process is gone */
  kill(): Promise<void>;
  /** how often its log holds the event so far */
  countLogged(event: string): number;
}

/** The role of the configuration in `home`; nothing runs yet. */
export function evaluatorProcess(home: string): EvaluatorProcess {
  let child: ChildProcess | undefined;
  return {
    start() {
      child = spawn(process.execPath, [CLI, "evaluator", "--home", home], { stdio: ["ignore", "ignore", "inherit"] });
    },
    async kill() {
      if (child === undefined) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      child = undefined;
    },
    countLogged(event) {
      try {
        return readFileSync(join(home, "logs/evaluator.log"), "utf8").split(`"event":"${event}"`).length - 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return 0;
        throw error;
      }
    },
  };
}
