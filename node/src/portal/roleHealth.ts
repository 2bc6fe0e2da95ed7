import type { AccountHealth } from "@assay/sdk/api";
import { messageOf } from "../platform/errors.ts";
import { readRunFile } from "../platform/runFile.ts";

const HEALTH_ROLES = ["indexer", "curator", "trainer", "evaluator", "gateway"] as const;
const HEALTH_TIMEOUT_MS = 2_000;

/** What a role may say of itself; nothing of it is certain to be there. */
interface Answer {
  error?: unknown;
  chain?: { reason?: unknown } | null;
  accounts?: readonly AccountHealth[];
  trouble?: unknown;
}

/** What is wrong with a role's accounts: one that is shared, transactions that are late or stuck. */
function troubleOf(accounts: readonly AccountHealth[]): string | undefined {
  const shared = accounts.find((one) => one.shared !== undefined)?.shared;
  if (shared !== undefined) return shared;
  const waiting = accounts.flatMap((one) => one.waiting);
  const [first] = waiting;
  if (first === undefined) return undefined;
  const count = waiting.length === 1 ? "1 transaction is" : `${waiting.length} transactions are`;
  return `${count} late or stuck, the first to ${first.about}: ${first.sentence}`;
}

/** Why not all is well, the gravest first: a role that works may still say what waits. */
function reasonOf(body: unknown): string | undefined {
  const { error, chain, accounts = [], trouble } = (body ?? {}) as Answer;
  return [error, chain?.reason, troubleOf(accounts), trouble].find((one) => typeof one === "string");
}

/** "ok", or in one sentence why not. */
export async function askHealth(url: string): Promise<string> {
  try {
    const answer = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    return reasonOf(isJson ? await answer.json() : undefined) ?? (answer.ok ? "ok" : `answers ${answer.status}`);
  } catch (error) {
    return messageOf(error);
  }
}

async function askRole(home: string, role: string): Promise<string> {
  const url = readRunFile(home, role)?.url;
  return url === undefined ? "not running" : await askHealth(url);
}

/** "ok" for every role that answers and waits for nothing, otherwise why not, in a sentence where the role gives one. */
export async function healthOfRoles(home: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(HEALTH_ROLES.map(async (role) => [role, await askRole(home, role)] as const)),
  );
}
