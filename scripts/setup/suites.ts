/** Runs test suites as child processes, shows their output and counts what passed, failed and was skipped. */
import { spawn } from "node:child_process";
import { availableParallelism } from "node:os";
import { root } from "./build.ts";

export type Counts = { passed: number; failed: number; skipped: number };

export type Suite = {
  name: string;
  command: string[];
  /** How the runner's closing lines are read; `exit` counts the whole command as one test. */
  runner: "exit" | "node" | "hardhat" | "pytest" | "vitest";
  env?: Record<string, string>;
  /** It runs roles that wait for each other and for windows of the chain: so many such suites run at a time, and no others. */
  atOnce?: 1 | 2;
};

function lastNumber(output: string, pattern: RegExp): number {
  const matches = [...output.matchAll(pattern)];
  return Number(matches.at(-1)?.[1] ?? 0);
}

/** Reads the closing lines of a runner. A runner that closed without a line that counts has run no test. */
export function readCounts(runner: Suite["runner"], output: string, exitCode: number | null): Counts {
  if (runner === "exit") return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 };
  const patterns = {
    node: {
      passed: /^(?:#|ℹ) pass (\d+)/gm,
      failed: /^(?:#|ℹ) fail (\d+)/gm,
      skipped: /^(?:#|ℹ) (?:skipped|todo) (\d+)/gm,
    },
    hardhat: { passed: /(\d+) passing/g, failed: /(\d+) failing/g, skipped: /(\d+) (?:pending|skipped)/g },
    pytest: {
      passed: /(\d+) passed/g,
      failed: /(\d+) (?:failed|errors?)/g,
      skipped: /(\d+) (?:skipped|xfailed|deselected)/g,
    },
    vitest: {
      passed: /^ *Tests .*?(\d+) passed/gm,
      failed: /^ *Tests .*?(\d+) failed/gm,
      skipped: /^ *Tests .*?(\d+) (?:skipped|todo)/gm,
    },
  }[runner];
  const counts = {
    passed: lastNumber(output, patterns.passed),
    failed: lastNumber(output, patterns.failed),
    skipped: [...output.matchAll(patterns.skipped)].reduce((most, match) => Math.max(most, Number(match[1])), 0),
  };
  // A crash before the summary, or a summary that hides a failure, is a failure.
  if (counts.failed === 0 && (exitCode !== 0 || counts.passed === 0)) counts.failed = 1;
  return counts;
}

/** Runs one suite; its output goes to `show` as it comes. */
function runSuite(suite: Suite, show: (text: string) => void): Promise<Counts> {
  const [command = "", ...args] = suite.command;
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...suite.env, FORCE_COLOR: "0", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const collect = (chunk: Buffer): void => {
    output += chunk.toString();
    show(chunk.toString());
  };
  child.stdout.on("data", collect);
  child.stderr.on("data", collect);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(readCounts(suite.runner, output, code)));
  });
}

/** One line of the closing table. */
type Line = { text: string; counts: Counts };

/** Runs one suite and prints its output when it ends. */
async function report(suite: Suite): Promise<Line> {
  const began = performance.now();
  const title = `\n== ${suite.name}: ${suite.command.join(" ").slice(0, 200)}`;
  let held = title;
  console.log(`== ${suite.name} begins`);
  const counts = await runSuite(suite, (text) => {
    held += `\n${text.trimEnd()}`;
  });
  console.log(held);
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  const { passed, failed, skipped } = counts;
  return {
    text: `${suite.name.padEnd(22)} ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds} s`,
    counts,
  };
}

/**
 * Runs suites, as many at a time as there are cores and those with `atOnce` after them, and prints the closing line.
 * Returns the exit code.
 */
export async function runSuites(suites: Suite[]): Promise<number> {
  const lines = new Map<Suite, Line>();
  const runAll = async (waiting: Suite[], atOnce: number): Promise<void> => {
    const lane = async (): Promise<void> => {
      for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift())
        lines.set(suite, await report(suite));
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  };
  for (const group of [undefined, 2, 1] as const) {
    const members = suites.filter(({ atOnce }) => atOnce === group);
    await runAll(members, group ?? availableParallelism());
  }

  const ran = suites.flatMap((suite) => lines.get(suite) ?? []);
  const passed = ran.reduce((sum, { counts }) => sum + counts.passed, 0);
  // A skipped test proves nothing, so it counts as failed.
  const failed = ran.reduce((sum, { counts }) => sum + counts.failed + counts.skipped, 0);
  console.log(`\n${ran.map(({ text }) => text).join("\n")}\n`);
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
