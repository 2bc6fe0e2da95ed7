/** Options of `npm start`, checked before anything is started. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { root } from "../setup/build.ts";

export type StartOptions = {
  home: string;
  port: number;
  base: string;
  demo: boolean;
  once: boolean;
  fresh: boolean;
  data: string | undefined;
  report: string | undefined;
};

export const usage = `Usage: npm start -- [options]
  --data FILE     run the loop with your CSV or JSONL (columns text and label, or text and category)
  --no-demo       only bring the stack up
  --once          run the loop, stop everything, exit non-zero if a stage failed
  --report FILE   write the timeline with every figure as JSON
  --fresh         forget the saved state and begin again
  --base ID       base model: smollm2-135m (default), tiny, another of the catalogue, or a local folder
  --port N        port of the web page (default 4600)
  --home DIR      where state is kept (default .assay)
  --help          this text`;

/** @throws one sentence naming the option and the fix */
export function parseOptions(argv: string[]): StartOptions | "help" {
  const { values } = parseArgs({
    args: argv,
    options: {
      data: { type: "string" },
      "no-demo": { type: "boolean", default: false },
      once: { type: "boolean", default: false },
      report: { type: "string" },
      fresh: { type: "boolean", default: false },
      base: { type: "string", default: "smollm2-135m" },
      port: { type: "string", default: "4600" },
      home: { type: "string", default: process.env.ASSAY_HOME ?? join(root, ".assay") },
      help: { type: "boolean", default: false },
    },
    strict: true,
  });
  if (values.help) return "help";
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1024 || port > 65535) {
    throw new Error(`--port must be a whole number from 1024 to 65535, not "${values.port}".`);
  }
  const from = process.env.INIT_CWD ?? process.cwd();
  const data = values.data === undefined ? undefined : resolve(from, values.data);
  if (data !== undefined && !existsSync(data)) throw new Error(`--data names a file that does not exist: ${data}`);
  if (values["no-demo"] && (values.once || data !== undefined)) {
    throw new Error("--no-demo runs no loop, so it can't be combined with --once or --data.");
  }
  return {
    home: resolve(from, values.home),
    port,
    base: values.base,
    demo: !values["no-demo"],
    once: values.once,
    fresh: values.fresh,
    data,
    report: values.report === undefined ? undefined : resolve(from, values.report),
  };
}
