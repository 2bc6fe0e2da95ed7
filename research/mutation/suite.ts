import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestRun } from "./suiteProcess.ts";

const PROCESS = fileURLToPath(new URL("suiteProcess.ts", import.meta.url));
/** More than twenty times what a subject's tests take. */
const TIMEOUT_MS = 120_000;

/** The subject's tests, run on whatever lies in a workplace's artifacts. */
export class Suite {
  readonly #folder: string;
  readonly #tests: readonly string[];
  #child: ChildProcess | undefined;

  constructor(folder: string, tests: readonly string[]) {
    this.#folder = folder;
    this.#tests = tests;
  }

  /** Whether all tests pass; those that take a value or two first, because they notice most mutants and take less long. */
  async passes(): Promise<boolean> {
    const plain = { grep: "test_", grepExclude: "fuzz|invariant" };
    return (await this.#run(plain)) && (await this.#run({ grep: "fuzz", grepExclude: "invariant" }));
  }

  close(): void {
    this.#child?.kill();
    this.#child = undefined;
  }

  /** A run that does not end in time has not passed. */
  #run(names: Omit<TestRun, "tests">): Promise<boolean> {
    this.#child ??= fork(PROCESS, { cwd: this.#folder, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const child = this.#child;
    const run: TestRun = { tests: this.#tests, ...names };
    return new Promise((resolve, reject) => {
      const settle = (passed: boolean): void => {
        clearTimeout(timer);
        child.off("exit", fail);
        resolve(passed);
      };
      const fail = (code: number | null): void => {
        clearTimeout(timer);
        reject(new Error(`The process that runs the tests ended with code ${code}.`));
      };
      const timer = setTimeout(() => {
        child.off("message", settle);
        settle(false);
        this.close();
      }, TIMEOUT_MS);
      child.once("message", settle);
      child.once("exit", fail);
      child.send(run);
    });
  }
}
