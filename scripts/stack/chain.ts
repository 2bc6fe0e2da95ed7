/** The embedded chain: anvil from npm with its state saved in the home folder. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createPublicClient, http } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import type { Supervisor } from "./processes.ts";

/** The chain id of the local chain; the development wallet exists only here. */
export const LOCAL_CHAIN_ID = 31337;
/** The well-known test mnemonic: worthless by design, refused on any other chain. */
const MNEMONIC = "test test test test test test test test test test test junk";

/** Path of anvil's binary inside its platform package; npm does not run the package's install script. */
export function anvilBinary(): string {
  const arch = process.arch === "arm64" ? "arm64" : "amd64";
  const packageName = `@foundry-rs/anvil-${process.platform}-${arch}`;
  const require = createRequire(import.meta.url);
  const binary = join(dirname(require.resolve(`${packageName}/package.json`)), "bin", "anvil");
  if (!existsSync(binary)) throw new Error(`${packageName} holds no anvil for this machine; run npm ci again.`);
  return binary;
}

/**
 * Starts the chain and resolves with its RPC URL.
 * @param stateFile loaded when it exists, saved every few seconds and on exit
 */
export async function startChain(supervisor: Supervisor, options: { stateFile: string; port: number; cwd: string }) {
  const rpcUrl = `http://127.0.0.1:${options.port}`;
  const args = [
    ...["--host", "127.0.0.1", "--port", String(options.port), "--chain-id", String(LOCAL_CHAIN_ID)],
    ...["--mnemonic", MNEMONIC, "--accounts", "30", "--balance", "10000", "--block-time", "1"],
    ...["--state", options.stateFile, "--state-interval", "5"],
  ];
  await supervisor.start(
    { name: "chain", command: anvilBinary(), args, cwd: options.cwd, restart: true },
    (line) => line.startsWith("Listening on"),
    20_000,
  );
  const client = createPublicClient({ transport: http(rpcUrl) });
  const chainId = await client.getChainId();
  if (chainId !== LOCAL_CHAIN_ID)
    throw new Error(`Port ${options.port} answers for chain ${chainId}, not for the local chain.`);
  return rpcUrl;
}

export type LocalAccount = { name: string; address: `0x${string}`; privateKey: `0x${string}` };

/** Everyone on the local chain, by index in the test mnemonic. */
export const ACCOUNT_INDEX = {
  deployer: 0,
  curatorNode: 1,
  trainer: 2,
  gateway: 3,
  evaluator1: 4,
  evaluator2: 5,
  evaluator3: 6,
  ada: 10,
  ben: 11,
  cleo: 12,
  dan: 13,
  publisher: 14,
  curator: 15,
  app: 16,
  baseAuthor: 17,
  treasury: 18,
} as const;

export type AccountName = keyof typeof ACCOUNT_INDEX;

export function localAccount(name: AccountName): LocalAccount {
  const account = mnemonicToAccount(MNEMONIC, { addressIndex: ACCOUNT_INDEX[name] });
  const key = account.getHdKey().privateKey;
  if (!key) throw new Error(`The mnemonic gives no key for ${name}.`);
  return { name, address: account.address, privateKey: `0x${Buffer.from(key).toString("hex")}` };
}

/** Names of the local accounts by address in lower case. */
export function localNames(): Record<string, AccountName> {
  const names = Object.keys(ACCOUNT_INDEX) as AccountName[];
  return Object.fromEntries(names.map((name) => [localAccount(name).address.toLowerCase(), name]));
}
