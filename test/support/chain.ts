/** A running chain with the protocol on it, as tests use it. */
import { type AssayWallet, readSeedEpoch } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { createTestClient, http, publicActions } from "viem";
import { foundry } from "viem/chains";
import { ACCOUNTS, type AccountName, walletOf } from "./cast.ts";

/** Options that every chain of the tests is started with. */
export const ANVIL_OPTIONS = ["--accounts", String(ACCOUNTS)];

export type TestChain = ReturnType<typeof connect>;

/** Joins a chain that the protocol is deployed on. */
export function connect(rpcUrl: string, deployment: Deployment) {
  const client = createTestClient({
    mode: "anvil",
    chain: foundry,
    transport: http(rpcUrl),
    cacheTime: 0,
  }).extend(publicActions);
  const wallets = new Map<AccountName, AssayWallet>();
  const wallet = (name: AccountName): AssayWallet => {
    const known = wallets.get(name) ?? walletOf(rpcUrl, name);
    wallets.set(name, known);
    return known;
  };
  return {
    rpcUrl,
    deployment,
    client,
    wallet,
    address: (name: AccountName) => wallet(name).account.address,
    /** Moves the clock on and mines a block. */
    async pass(seconds: number): Promise<void> {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
    /** Lets the clock of draws enter its next epoch, and that epoch's seed become known. */
    async nextEpoch(): Promise<void> {
      const { epoch } = await readSeedEpoch(client, { deployment });
      for (;;) {
        await client.mine({ blocks: 1 });
        const now = await readSeedEpoch(client, { deployment });
        if (now.epoch !== epoch && now.seed !== undefined) return;
      }
    },
  };
}
