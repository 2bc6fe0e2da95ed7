/**
 * Runs the Solidity tests of the folder it was started in whenever its parent (suite.ts) asks, all in one process: starting
 * Hardhat again would take longer than most mutants need. A message in is a `TestRun`, the message back whether it passed.
 */
import { globSync } from "node:fs";
import { join } from "node:path";
import { createHardhatRuntimeEnvironment, importUserConfig } from "hardhat/hre";

/** What the parent asks for. */
export interface TestRun {
  /** folders of tests */
  readonly tests: readonly string[];
  /** what the names of the tests must match */
  readonly grep: string;
  /** and must not */
  readonly grepExclude: string;
}

/** A mutant may loop for ever; no test needs a tenth of this. */
const GAS_LIMIT = 3_000_000_000n;

const folder = process.cwd();
const user = await importUserConfig(join(folder, "hardhat.config.ts"));
const solidity = typeof user.test?.solidity === "object" ? user.test.solidity : {};
const config = { ...user, test: { ...user.test, solidity: { ...solidity, gasLimit: GAS_LIMIT } } };
const hre = await createHardhatRuntimeEnvironment(config, {}, folder);

process.on("message", async ({ tests, ...names }: TestRun) => {
  const testFiles = tests.flatMap((path) => globSync(`${path}/**/*.t.sol`, { cwd: folder })).sort();
  const task = hre.tasks.getTask(["test", "solidity"]);
  const result: { readonly success: boolean } = await task.run({ testFiles, noCompile: true, ...names });
  process.send?.(result.success);
});
