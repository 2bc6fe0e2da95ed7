import { join } from "node:path";
import { type Abi, type Address, createTestClient, type Hex, http, publicActions, walletActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { artifactReader } from "../../../ignition/deploy/artifacts.ts";
import { receiptOf } from "../../../research/bench/gas/receipt.ts";
import { withChain } from "../../support/scratchChain.ts";

const ARTIFACTS = join(import.meta.dirname, "..", "..", "..", "artifacts", "contracts");
/** First account of every anvil. */
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

/** Calls a function of the deployed harness. */
export type Harness = (functionName: string, args: readonly unknown[]) => Promise<unknown>;

/** mulberry32: the same cases in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Deploys the harness contract on a fresh anvil chain and hands out its functions as calls. */
export async function withHarness(contract: string, use: (call: Harness) => Promise<void>): Promise<void> {
  await withChain(async ({ rpcUrl }) => {
    const client = createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl), pollingInterval: 20 })
      .extend(publicActions)
      .extend(walletActions);
    const { abi, bytecode } = await artifactReader(ARTIFACTS).loadArtifact(contract);
    const account = privateKeyToAccount(KEY);
    const deployment = await client.deployContract({ abi: abi as Abi, bytecode: bytecode as Hex, account });
    const { contractAddress } = await receiptOf(client, deployment);
    const address = contractAddress as Address;
    await use((functionName, args) => client.readContract({ address, abi: abi as Abi, functionName, args }));
  });
}
