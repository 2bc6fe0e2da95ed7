/**
 * Holds the contracts to their line coverage: reads what `hardhat test solidity --coverage` left in coverage/lcov.info,
 * prints every file below the goal and its uncovered lines, and fails if there is one.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type FileCoverage, readCoverage } from "./coverage/lcov.ts";
import { root } from "./setup/build.ts";

/** Least share of lines, for every contract: nearly all of them hold money or decide about it. */
const GOAL = 0.98;
/** Contracts that only tests deploy. */
const EXEMPT = "contracts/mocks/";

const files = readCoverage(await readFile(join(root, "coverage", "lcov.info"), "utf8")).filter(
  ({ path }) => path.startsWith("contracts/") && !path.startsWith(EXEMPT),
);
const share = ({ covered, lines }: Pick<FileCoverage, "covered" | "lines">): number =>
  lines === 0 ? 1 : covered / lines;
const below = files.filter((file) => share(file) < GOAL);
for (const file of below) {
  console.log(`${file.path}: ${(100 * share(file)).toFixed(1)}% of lines, not lines ${file.uncovered.join(", ")}`);
}
const covered = files.reduce((sum, file) => sum + file.covered, 0);
const lines = files.reduce((sum, file) => sum + file.lines, 0);
console.log(
  `${files.length} contract files, ${(100 * share({ covered, lines })).toFixed(2)}% of ${lines} lines covered`,
);
if (files.length === 0 || below.length > 0) process.exitCode = 1;
