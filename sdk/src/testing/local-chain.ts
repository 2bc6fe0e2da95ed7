/** A throw-away local chain with the protocol on it, for tests beside the code. Node only; not part of the package. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Account, createTestClient, createWalletClient, http, type TestClient, toHex } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { deployAssay } from "../../../ignition/deploy/deploy.ts";
import type { AssayWallet } from "../actions/transaction.ts";
import type { Deployment } from "../deployment.ts";

const MNEMONIC = "test test test test test test test test test test test junk";
const POLL_MS = 50;

export type LocalChain = {
  deployment: Deployment;
  /** Wallet of the n-th development account; 0 is the deployer and holds all tokens. */
  wallet(index: number): AssayWallet;
  test: TestClient<"anvil">;
  close(): Promise<void>;
};

async function startAnvil(): Promise<{ child: ChildProcess; url: string }> {
  const machine = process.arch === "x64" ? "amd64" : process.arch;
  const binary = fileURLToPath(import.meta.resolve(`@foundry-rs/anvil-${process.platform}-${machine}/bin/anvil`));
  const child = spawn(binary, ["--port", "0", "--host", "127.0.0.1"], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Listening on (\S+)/.exec(output)?.[1];
      if (found !== undefined) resolve(`http://${found}`);
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`anvil ended with code ${code}`)));
  });
  return { child, url };
}

/** Deploys by the one step there is (ignition/deploy/deploy.ts), with the local parameters. */
async function deployProtocol(rpcUrl: string, deployer: HDAccount): Promise<Deployment> {
  const { privateKey } = deployer.getHdKey();
  if (privateKey === null) throw new Error("The mnemonic gives no key for the deployer.");
  const folder = await mkdtemp(join(tmpdir(), "assay-sdk-"));
  try {
    return await deployAssay({ rpcUrl, privateKey: toHex(privateKey), out: join(folder, "deployment.json") });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Starts a chain, deploys the protocol and hands out wallets. Close it when done. */
export async function startLocalChain(): Promise<LocalChain> {
  const { child, url } = await startAnvil();
  const transport = http(url);
  const wallet = (index: number): AssayWallet => {
    const account: Account = mnemonicToAccount(MNEMONIC, { addressIndex: index });
    return createWalletClient({ account, chain: foundry, transport, pollingInterval: POLL_MS, cacheTime: 0 });
  };
  return {
    deployment: await deployProtocol(url, mnemonicToAccount(MNEMONIC, { addressIndex: 0 })),
    wallet,
    test: createTestClient({ mode: "anvil", chain: foundry, transport }),
    async close() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}
