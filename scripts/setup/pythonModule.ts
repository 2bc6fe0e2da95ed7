/** Runs Python that stands beside the worker's package: benches and studies. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./build.ts";

export type ModuleRun = {
  python: string;
  module: string;
  args: readonly string[];
  /** folder of the module, from the project's root */
  folder: string;
  /** at low priority: it takes long and nothing waits for it */
  nice?: boolean;
};

/**
 * Runs `python -m module` with the worker's package on its path and returns the JSON document it prints last. What it says
 * on stderr goes to this process's.
 * @throws when it fails; its last lines on stderr say why
 */
export async function runModule<Result>({ python, module, args, folder, nice = false }: ModuleRun): Promise<Result> {
  const command = [...(nice ? ["nice"] : []), python, "-m", module, ...args];
  const child = spawn(command[0] ?? python, command.slice(1), {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...process.env,
      PYTHONPATH: [join(root, folder), join(root, "node", "worker")].join(":"),
      PYTHONWARNINGS: "ignore",
    },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${module} stopped with exit code ${code}; run the same command to go on.`);
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Result;
}
