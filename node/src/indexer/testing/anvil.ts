import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createTestClient, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";

const ANVIL = join(import.meta.dirname, "..", "..", "..", "..", "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");

export type Anvil = Awaited<ReturnType<typeof startAnvil>>;

/** A chain of its own on a free port: one block per transaction, stopped by `stop`. */
export async function startAnvil() {
  const child = spawn(ANVIL, ["--port", "0", "--order", "fifo"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}.`)));
    createInterface(child.stdout).on("line", (line) => {
      const address = /Listening on (\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(`http://${address}`);
    });
  });
  const client = createTestClient({
    chain: foundry,
    mode: "anvil",
    transport: http(url),
    cacheTime: 0,
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  return { url, client, stop };
}
