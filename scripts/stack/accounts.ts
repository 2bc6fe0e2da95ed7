/** First funding of the local accounts. On the local chain money is free; everything after this is earned. */

import { readBalance } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { createPublicClient, createWalletClient, defineChain, http, parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type AccountName, LOCAL_CHAIN_ID, localAccount } from "./chain.ts";

/** More than a first transfer to a new account costs; given, because an estimate would not see the transfers before it. */
const TRANSFER_GAS = 100_000n;

/** Starting balances in ASY. */
const GRANTS: Partial<Record<AccountName, string>> = {
  gateway: "5000",
  evaluator1: "2000",
  evaluator2: "2000",
  evaluator3: "2000",
  trainer: "100",
  curatorNode: "1000",
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

/** Pays each grant once, all in one block: an account that holds, or ever sent, something is left alone. */
export async function fundAccounts(deployment: Deployment, rpcUrl: string): Promise<void> {
  const deployer = localWallet("deployer", rpcUrl);
  const reader = localReader(rpcUrl);
  const grants = Object.entries(GRANTS).map(([name, amount]) => ({
    to: localAccount(name as AccountName).address,
    amount: parseEther(amount),
  }));
  const isNew = await Promise.all(
    grants.map(async ({ to }) => {
      const [balance, sent] = await Promise.all([
        readBalance(reader, { deployment, account: to }),
        reader.getTransactionCount({ address: to }),
      ]);
      return balance === 0n && sent === 0;
    }),
  );
  const first = await reader.getTransactionCount({ address: deployer.account.address, blockTag: "pending" });
  const hashes = await Promise.all(
    grants
      .filter((_, index) => isNew[index])
      .map(({ to, amount }, index) =>
        deployer.writeContract({
          ...calls.token.transfer(deployment, { to, amount }),
          nonce: first + index,
          gas: TRANSFER_GAS,
        }),
      ),
  );
  await Promise.all(hashes.map((hash) => reader.waitForTransactionReceipt({ hash })));
}
