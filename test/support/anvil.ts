/** One throw-away chain for tests: anvil on a free port, gone at the latest with the process that started it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Socket } from "node:net";
import { anvilBinary } from "../../scripts/stack/chain.ts";

export interface Anvil {
  readonly rpcUrl: string;
  close(): Promise<void>;
}

/**
 * Starts anvil, which mines every transaction at once. It does not keep the process alive that started it.
 * @param options further options of anvil's command line
 */
export async function startAnvil(options: readonly string[] = []): Promise<Anvil> {
  const child = spawn(anvilBinary(), ["--port", "0", "--host", "127.0.0.1", ...options], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const kill = () => void child.kill();
  process.once("exit", kill);
  const rpcUrl = await new Promise<string>((resolve, reject) => {
    let output = "";
    // Read to the end: anvil stops answering once nobody reads its log.
    child.stdout.on("data", (chunk: Buffer) => {
      if (output === "found") return;
      output += chunk.toString();
      const found = /Listening on (\S+)/.exec(output)?.[1];
      if (found === undefined) return;
      output = "found";
      resolve(`http://${found}`);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}.`)));
  });
  child.unref();
  (child.stdout as Socket).unref();
  return {
    rpcUrl,
    async close() {
      process.off("exit", kill);
      child.ref();
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
