import type { AccountHealth } from "@assay/sdk/api";
import { messageOf } from "../platform/errors.ts";

const TIMEOUT_MS = 2_000;

/** What is wrong with a role that answers: accounts that are shared, transactions that are late or stuck. */
function troubleOf(accounts: readonly AccountHealth[]): string | undefined {
  const shared = accounts.find((one) => one.shared !== undefined)?.shared;
  if (shared !== undefined) return shared;
  const waiting = accounts.flatMap((one) => one.waiting);
  const [first] = waiting;
  if (first === undefined) return undefined;
  const count = waiting.length === 1 ? "1 transaction is" : `${waiting.length} transactions are`;
  return `${count} late or stuck, the first to ${first.about}: ${first.sentence}`;
}

/** "ok", or in one sentence why not. */
export async function askHealth(url: string): Promise<string> {
  try {
    const answer = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) return `answers ${answer.status}`;
    const { accounts = [] } = (await answer.json()) as { accounts?: AccountHealth[] };
    return troubleOf(accounts) ?? "ok";
  } catch (error) {
    return messageOf(error);
  }
}
