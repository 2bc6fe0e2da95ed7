import type { PrivateKeyAccount } from "viem/accounts";
import type { Logger } from "../../log.ts";
import type { OutboxChain } from "./chain.ts";
import type { OutboxStore } from "./store.ts";

/** Why an intent waits. */
export interface Reason {
  why: "fees" | "funds" | "rpc" | "foreign_nonce" | "receipt";
  /** one sentence */
  sentence: string;
}

/** What the parts of one outbox share. `reasons` and `sent` are of this process only; all else is stored. */
export interface OutboxContext {
  chain: OutboxChain;
  store: OutboxStore;
  account: PrivateKeyAccount;
  log: Logger;
  /** most that one gas may cost, wei */
  ceiling: bigint;
  reasons: Map<string, Reason>;
  /** round of looks in which a signed version was last broadcast, by hash */
  sent: Map<string, number>;
}

/** Notes why an intent waits, and logs it when that is news. */
export function note({ reasons, log }: OutboxContext, key: string, reason: Reason): void {
  const known = reasons.get(key);
  reasons.set(key, reason);
  if (known?.why !== reason.why) log.warn("outbox_waits", { key, ...reason });
}
