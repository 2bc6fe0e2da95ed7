/** First funding of the local accounts. On the local chain money is free; everything after this is earned. */

import { readBalance, transferToken } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { createPublicClient, createWalletClient, defineChain, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type AccountName, LOCAL_CHAIN_ID, localAccount } from "./chain.ts";

/** Starting balances in ASY. */
const GRANTS: Partial<Record<AccountName, string>> = {
  gateway: "5000",
  evaluator1: "2000",
  evaluator2: "2000",
  evaluator3: "2000",
  trainer: "100",
  curatorNode: "100",
  ada: "1000",
  ben: "1000",
  cleo: "1000",
  dan: "1000",
  publisher: "20000",
  curator: "1000",
  app: "5000",
};

/** Accounts the development wallet offers, in its order. */
export const WALLET_ACCOUNTS: AccountName[] = ["publisher", "curator", "ada", "ben", "cleo", "dan", "app"];

export function localChain(rpcUrl: string) {
  return defineChain({
    id: LOCAL_CHAIN_ID,
    name: "Assay local",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
}

/** A wallet client for one of the local accounts. */
export function localWallet(name: AccountName, rpcUrl: string) {
  return createWalletClient({
    account: privateKeyToAccount(localAccount(name).privateKey),
    chain: localChain(rpcUrl),
    transport: http(rpcUrl),
    pollingInterval: 250,
  });
}

/** A read-only client for the local chain. */
export function localReader(rpcUrl: string) {
  return createPublicClient({ chain: localChain(rpcUrl), transport: http(rpcUrl), pollingInterval: 250 });
}

/** Pays each grant once: an account that holds, or ever sent, something is left alone. */
export async function fundAccounts(deployment: Deployment, rpcUrl: string): Promise<void> {
  const deployer = localWallet("deployer", rpcUrl);
  const reader = localReader(rpcUrl);
  for (const [name, amount] of Object.entries(GRANTS) as [AccountName, string][]) {
    const to = localAccount(name).address;
    const [balance, sent] = await Promise.all([
      readBalance(reader, { deployment, account: to }),
      reader.getTransactionCount({ address: to }),
    ]);
    if (balance === 0n && sent === 0) await transferToken(deployer, { deployment, to, amount: parseEther(amount) });
  }
}
