import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Hex } from "viem";

const ARCH = process.arch === "arm64" ? "arm64" : "amd64";
const ANVIL = fileURLToPath(import.meta.resolve(`@foundry-rs/anvil-${process.platform}-${ARCH}/bin/anvil`));

/** First account of anvil's published development mnemonic. */
export const DEV_KEY: Hex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

export interface Anvil {
  rpcUrl: string;
  close(): Promise<void>;
}

/** Starts a throw-away chain on a free port; `args` are added to its command line. For tests. */
export async function startAnvil(args: string[] = []): Promise<Anvil> {
  const child: ChildProcess = spawn(ANVIL, ["--port", "0", "--host", "127.0.0.1", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const rpcUrl = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Listening on (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(`http://${found}`);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}`)));
  });
  return {
    rpcUrl,
    async close() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
