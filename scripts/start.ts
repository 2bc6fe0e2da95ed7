/** `npm start`: sets up, brings the stack up, runs the loop once with every figure measured, and stays up. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DemoData, exampleData } from "./demo/data.ts";
import type { LoopResult } from "./demo/loop.ts";
import { buildReport, printResult, writeReport } from "./demo/report.ts";
import { createTimeline, type Timeline } from "./demo/timeline.ts";
import { userData } from "./demo/userData.ts";
import { buildAll } from "./setup/build.ts";
import { ensurePython } from "./setup/python.ts";
import { parseOptions, type StartOptions, usage } from "./stack/options.ts";
import type { Stack } from "./stack/up.ts";
import { prepareWeights } from "./stack/weights.ts";

const EXAMPLE_QUESTION = "The parcel never came, can I have my money back?";

/** Installs, builds and brings the stack up; every stage on the timeline. */
async function setUp(
  options: StartOptions,
  timeline: Timeline,
  signal: AbortSignal,
): Promise<{ stack: Stack; python: string }> {
  const began = Number(process.env.ASSAY_BOOTSTRAP_STARTED ?? 0) * 1000;
  if (began > 0) {
    timeline.record({
      name: "packages of the lockfile",
      seconds: (Date.now() - began) / 1000,
      planned: 60,
      ok: true,
      evidence: [],
    });
  }
  const planned = options.base === "tiny" ? 200 : 75;
  const python = await timeline.stage("Python, base model and builds", planned, async (stage) => {
    const doing = { build: "", python: "" };
    const tell = (part: keyof typeof doing, text: string): void => {
      doing[part] = text;
      stage.progress(Object.values(doing).filter(Boolean).join("; "));
    };
    // Side by side: the weights need only Python, the builds only Node.
    const withWeights = async (): Promise<[string, string]> => {
      const path = await ensurePython((line) => tell("python", line.replace(/^assay: /, "")), signal);
      return [path, await prepareWeights(path, options.base, (text) => tell("python", text), signal)];
    };
    const [[path, weights], ran] = await Promise.all([
      withWeights(),
      buildAll({ signal, onStep: (name) => tell("build", `building ${name}`) }),
    ]);
    stage.evidence(ran.length > 0 ? `built ${ran.join(", ")}` : "nothing to build");
    stage.evidence(path);
    stage.evidence(weights);
    return path;
  });
  const stack = await timeline.stage("chain, contracts, engine, roles", 15, async (stage) => {
    // Late: the stack imports generated code, which the build above has just made.
    const { bringUp } = await import("./stack/up.ts");
    const up = await bringUp({
      ...options,
      python,
      signal,
      onProgress: (text) => stage.progress(text),
      onEvent: (text) => timeline.line(`       ${text}`),
      onPage: (url) => timeline.line(`Web page   ${url}  (after ${Math.round((Date.now() - began) / 1000)} s)`),
    });
    stage.evidence(`admission contract ${up.deployment.addresses.admission} on chain ${up.deployment.chainId}`);
    return up;
  });
  return { stack, python };
}

function announce(timeline: Timeline, stack: Stack): void {
  timeline.line("");
  timeline.line(`Web page   ${stack.webUrl}`);
  timeline.line(`API        ${stack.webUrl}/v1 (OpenAI-compatible)`);
  timeline.line("");
}

/** The loop runs when rows were given, when a report is wanted, or when this home has not run it yet. */
function wantsLoop(options: StartOptions): boolean {
  if (!options.demo) return false;
  return (
    options.data !== undefined ||
    options.once ||
    options.report !== undefined ||
    !existsSync(join(options.home, "demo.json"))
  );
}

async function loopOnce(options: StartOptions, timeline: Timeline, stack: Stack, python: string): Promise<LoopResult> {
  const data: DemoData = options.data === undefined ? await exampleData(python, stack.home) : userData(options.data);
  timeline.line(
    `Data: ${data.name}, ${data.rows} rows, ${data.labels} labels, ${data.contributions.length} contributors.`,
  );
  const question = data.question ?? EXAMPLE_QUESTION;
  const { runLoop } = await import("./demo/loop.ts");
  const result = await runLoop({ stack, timeline }, data, options.base, question);
  printResult(timeline, result);
  return result;
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options === "help") {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const timeline = createTimeline(process.stdout);
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const name of ["SIGINT", "SIGTERM"] as const) {
      process.on(name, () => {
        stopping.abort(new Error("Stopped by you."));
        resolve();
      });
    }
  });
  const began = Number(process.env.ASSAY_BOOTSTRAP_STARTED ?? Date.now() / 1000) * 1000;
  const seconds = (): number => (Date.now() - began) / 1000;
  let stack: Stack | undefined;
  let result: LoopResult | undefined;
  let failure: string | undefined;
  try {
    const up = await setUp(options, timeline, stopping.signal);
    stack = up.stack;
    announce(timeline, stack);
    if (wantsLoop(options)) {
      const loop = loopOnce(options, timeline, stack, up.python);
      result = await Promise.race([loop, stopped.then(() => Promise.reject(stopping.signal.reason))]);
      writeFileSync(
        join(stack.home, "demo.json"),
        JSON.stringify(buildReport(timeline.stages, seconds(), result, undefined)),
      );
      timeline.line(`\nFrom npm start to here: ${seconds().toFixed(0)} s.`);
    } else if (options.demo) {
      const earlier = JSON.parse(readFileSync(join(options.home, "demo.json"), "utf8")) as {
        decision?: { sentence: string };
      };
      timeline.line(
        `State of the last start is kept. ${earlier.decision?.sentence ?? ""} Begin again with npm start -- --fresh.`,
      );
    }
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  if (options.report !== undefined) {
    writeReport(options.report, buildReport(timeline.stages, seconds(), result, failure));
    timeline.line(`Report written to ${options.report}`);
  }
  if (failure !== undefined) {
    timeline.line(`\n${failure}`);
    if (!stopping.signal.aborted)
      timeline.line(
        `Logs are in ${join(options.home, "logs")}. Run again: npm start${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(" ")}` : ""}`,
      );
  }
  if (stack !== undefined) {
    if (failure === undefined && !options.once) {
      announce(timeline, stack);
      timeline.line("Running. Ctrl-C stops everything; npm start goes on from here.");
      await stopped;
    }
    timeline.line("Stopping.");
    await stack.stop();
  }
  if (stopping.signal.aborted) return options.once ? 130 : 0;
  return failure === undefined ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`assay: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
process.exit();
