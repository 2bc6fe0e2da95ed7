/** Everyone on a test's chain, by name; the same accounts as on the local stack. */
import type { AssayWallet } from "@assay/sdk/actions";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { ACCOUNT_INDEX, type AccountName, localAccount } from "../../scripts/stack/chain.ts";

export type { AccountName };

/** Accounts that anvil must fund so that everyone has ether. */
export const ACCOUNTS = 1 + Math.max(...Object.values(ACCOUNT_INDEX));
/** Who evaluates in tests, in no order. */
export const EVALUATORS = ["evaluator1", "evaluator2", "evaluator3"] as const satisfies readonly AccountName[];

/** Pause between looks at a chain that mines at once, milliseconds. */
const POLL_MS = 10;

/** The wallet of a name. */
export function walletOf(rpcUrl: string, name: AccountName): AssayWallet {
  return createWalletClient({
    account: privateKeyToAccount(localAccount(name).privateKey),
    chain: foundry,
    transport: http(rpcUrl),
    pollingInterval: POLL_MS,
    cacheTime: 0,
  });
}
