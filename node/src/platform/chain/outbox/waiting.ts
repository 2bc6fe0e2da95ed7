import type { AccountHealth, WaitingTransaction } from "@assay/sdk/api";
import type { OutboxContext } from "./context.ts";
import { sharedSentence } from "./look.ts";

/** An intent that is open for so long is stuck, milliseconds. */
const STUCK_MS = 120_000;

/** What an operator has to know of an account's transactions. */
export async function readTransactions(
  { store, account, reasons }: OutboxContext,
  now: number,
): Promise<AccountHealth> {
  const open = await store.open();
  const waiting = open.flatMap(({ row }): WaitingTransaction[] => {
    const { key, deadline, createdAt: since } = row;
    const isLate = deadline !== undefined && now > deadline * 1000;
    const reason = reasons.get(key);
    if (!isLate && now - Date.parse(since) < STUCK_MS) return [];
    return [
      {
        key,
        about: row.about ?? key,
        state: isLate ? "late" : "stuck",
        since,
        ...(deadline === undefined ? {} : { deadline }),
        why: reason?.why ?? "waiting",
        sentence: reason?.sentence ?? "It was sent and waits for a block.",
      },
    ];
  });
  const foreign = await store.newestForeign();
  return {
    account: account.address,
    open: open.length,
    waiting,
    ...(foreign === undefined ? {} : { shared: sharedSentence(account.address, foreign.nonce, foreign) }),
  };
}
