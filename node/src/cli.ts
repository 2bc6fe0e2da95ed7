#!/usr/bin/env node
/**
 * `assay <role> [--home DIR] [--config FILE] [--tied]`: runs one role against `<home>/config.json`, or the file named
 * (whose folder is then the home unless one is named), until SIGINT or SIGTERM, or, with --tied, until its stdin closes
 * (the parent is gone). Prints one JSON line {role, url, pid} when it serves. Exit codes: 0 stopped, 1 failed, 2 wrong use.
 */
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadConfig } from "./platform/config.ts";
import { messageOf } from "./platform/errors.ts";
import { createFileLogger } from "./platform/log.ts";
import { removeRunFile, writeRunFile } from "./platform/runFile.ts";
import { ROLES } from "./roles/index.ts";
import { checkSettings } from "./roles/settings.ts";

const DEFAULT_HOME = fileURLToPath(new URL("../../.assay", import.meta.url));

function usage(): string {
  const width = Math.max(...Object.keys(ROLES).map((name) => name.length));
  return [
    `usage: assay <${Object.keys(ROLES).join("|")}> [--home DIR] [--config FILE] [--tied]`,
    "",
    ...Object.entries(ROLES).map(([name, { about }]) => `  ${name.padEnd(width)}  ${about}`),
  ].join("\n");
}

/** Resolves when the process is told to end. */
function untilStopped(controller: AbortController, tied: boolean): Promise<void> {
  return new Promise((done) => {
    const stop = () => {
      controller.abort();
      done();
    };
    process.once("SIGINT", stop);
    process.once("SIGTERM", stop);
    if (tied) {
      process.stdin.on("end", stop).on("close", stop);
      process.stdin.resume();
    }
  });
}

async function main(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      home: { type: "string" },
      config: { type: "string" },
      tied: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const role = positionals[0];
  const entry = role === undefined || !Object.hasOwn(ROLES, role) ? undefined : ROLES[role];
  if (values.help || role === undefined || entry === undefined) {
    process.stderr.write(`${usage()}\n`);
    return values.help ? 0 : 2;
  }
  const file = values.config === undefined ? undefined : resolve(values.config);
  const home = resolve(values.home ?? (file === undefined ? (process.env.ASSAY_HOME ?? DEFAULT_HOME) : dirname(file)));
  const log = createFileLogger(join(home, "logs", `${role}.log`), { role });
  const controller = new AbortController();
  process.on("unhandledRejection", (error) => log.error("unhandled_rejection", { error }));
  const stopped = untilStopped(controller, values.tied);
  try {
    const config = loadConfig(home, file);
    checkSettings(role, entry.settings, config);
    const start = await entry.load();
    const running = await start({ config, log, signal: controller.signal });
    log.info("role_started", { url: running.url, pid: process.pid });
    writeRunFile(home, role, running.url);
    // The supervisor waits for this line.
    process.stdout.write(`${JSON.stringify({ role, url: running.url, pid: process.pid })}\n`);
    await stopped;
    await running.close();
    log.info("role_stopped");
    return 0;
  } catch (error) {
    log.error("role_failed", { error });
    process.stderr.write(`assay ${role}: ${messageOf(error)}\n`);
    return 1;
  } finally {
    removeRunFile(home, role);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`assay: ${messageOf(error)}\n${usage()}\n`);
  process.exitCode = 2;
}
// A role that was told to end has closed what it holds; keep-alive sockets to the chain must not hold the process.
process.exit();
