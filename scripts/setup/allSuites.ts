/** Every suite of the project, in the order that fails fastest first. */
import { globSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { root } from "./build.ts";
import type { Suite } from "./suites.ts";

/** Where the layout's rules hold. */
const LAYOUT = ["sdk/src", "node/src", "web/src", "scripts", "research", "ignition", "test"];

export function staticSuites(python: string): Suite[] {
  return [
    { name: "lint", command: ["npx", "biome", "check", "."], runner: "exit" },
    { name: "unused code", command: ["npx", "knip"], runner: "exit" },
    {
      name: "layout",
      command: ["npx", "depcruise", "--config", "scripts/setup/layout.ts", ...LAYOUT],
      runner: "exit",
    },
    { name: "types sdk", command: ["npx", "tsc", "-p", "sdk"], runner: "exit" },
    { name: "types node", command: ["npx", "tsc", "-p", "node"], runner: "exit" },
    { name: "types web", command: ["npx", "tsc", "-p", "web"], runner: "exit" },
    { name: "types scripts, tests", command: ["npx", "tsc", "-p", "."], runner: "exit" },
    { name: "ruff", command: [python, "-m", "ruff", "check", "node/worker", "scripts", "research"], runner: "exit" },
    {
      name: "ruff format",
      command: [python, "-m", "ruff", "format", "--check", "node/worker", "scripts", "research"],
      runner: "exit",
    },
    {
      name: "imports (python)",
      command: [join(dirname(python), "lint-imports"), "--no-cache", "--no-logo", "node/worker/pyproject.toml"],
      runner: "exit",
      env: { PYTHONPATH: join(root, "node", "worker") },
    },
    { name: "pyright", command: ["npx", "pyright", "--pythonpath", python, "-p", "node/worker"], runner: "exit" },
  ];
}

const UNIT_TESTS = [
  ...["sdk/src", "node/src", "scripts", "research", "ignition", "web/src", "test/golden", "test/contracts"].map(
    (folder) => `${folder}/**/*.test.ts`,
  ),
  "web/*.test.ts",
];

/** Tests of roles on a real chain, whose windows run by the clock. */
const ROLE_TESTS = globSync("node/src/roles/round*.chain.test.ts", { cwd: root });

/** Tests of the SDK's actions, which share the chains of one process (test/support/chainAt.ts). */
const ACTION_TESTS = globSync("sdk/src/actions/**/*.chain.test.ts", { cwd: root });

/** Every unit test. Exactly those that start a chain are named `*.chain.test.ts`. */
export function unitTests(): string[] {
  return globSync(UNIT_TESTS, { cwd: root });
}

/** Unit tests that need no chain, which is too slow to start for the inner loop. */
function quickTests(): string[] {
  return unitTests().filter((file) => !file.endsWith(".chain.test.ts"));
}

/** Unit tests that may run beside others. */
function sideBySide(): string[] {
  return unitTests().filter((file) => !ROLE_TESTS.includes(file) && !ACTION_TESTS.includes(file));
}

/** Components and hooks of the web app, in a simulated browser. */
const components: Suite = { name: "components", command: ["npx", "vitest", "run", "--root", "web"], runner: "vitest" };

/** The part of the unit tests that the inner loop runs. */
export function quickSuites(): Suite[] {
  return [{ name: "unit tests, no chain", command: ["node", "--test", ...quickTests()], runner: "node" }, components];
}

/** A suite for each test file that starts whole stacks. */
function wholeStacks(folder: string, env: Record<string, string>): Suite[] {
  return globSync(`${folder}/**/*.test.ts`, { cwd: root })
    .sort()
    .map((file) => ({
      name: `${basename(folder)}: ${basename(file, ".test.ts")}`,
      command: ["node", "--test", file],
      runner: "node" as const,
      env,
      atOnce: 2 as const,
    }));
}

/** What coverage is counted by: every test but the campaigns and one that bounds gas, which need the code as deployed. */
const COVERAGE =
  'npx hardhat test solidity --coverage --grep-exclude "invariant|dustStakes" && node scripts/coverage.ts';

/** The long ones first, so that no core waits for the last of them. */
export function fullSuites(python: string): Suite[] {
  const env = { ASSAY_PYTHON: python };
  return [
    {
      name: "unit tests (ts)",
      command: ["node", "--test", ...sideBySide()],
      runner: "node",
      env: { HISTORIES: "10000" },
    },
    {
      name: "actions on a chain",
      command: ["node", "--test", "--test-isolation=none", ...ACTION_TESTS],
      runner: "node",
    },
    { name: "contracts", command: ["npx", "hardhat", "test", "solidity"], runner: "hardhat" },
    {
      name: "contract coverage",
      command: ["bash", "-c", COVERAGE],
      runner: "exit",
      env: { ASSAY_CONTRACT_BUILD: join("cache", "coverage") },
    },
    {
      name: "worker",
      command: [python, "-m", "pytest", "node/worker/tests"],
      runner: "pytest",
      // Tests that start the worker as a process of its own need it too.
      env: { PYTHONPATH: join(root, "node", "worker") },
    },
    components,
    ...staticSuites(python),
    ...wholeStacks("test/e2e", env),
    ...wholeStacks("test/integration", env),
    {
      name: "roles in rounds",
      command: ["node", "--test", "--test-concurrency=3", ...ROLE_TESTS],
      runner: "node",
      atOnce: 1,
    },
  ];
}
