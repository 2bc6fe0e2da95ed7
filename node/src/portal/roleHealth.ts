import { messageOf } from "../platform/errors.ts";
import { readRunFile } from "../platform/runFile.ts";

const HEALTH_ROLES = ["indexer", "curator", "trainer", "evaluator", "gateway"] as const;
const HEALTH_TIMEOUT_MS = 2_000;

/** What a role says of itself that explains why it is not well; undefined for an answer of another shape. */
function reasonOf(body: unknown): string | undefined {
  const { error, trouble, chain } = (body ?? {}) as Record<"error" | "trouble", unknown> & {
    chain?: { reason?: unknown } | null;
  };
  // A role that works may still say what waits for somebody.
  const reason = [error, chain?.reason, trouble].find((one) => typeof one === "string");
  return typeof reason === "string" ? reason : undefined;
}

async function askRole(home: string, role: string): Promise<string> {
  const url = readRunFile(home, role)?.url;
  if (url === undefined) return "not running";
  try {
    const answer = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
    const isJson = answer.headers.get("content-type")?.startsWith("application/json") === true;
    return reasonOf(isJson ? await answer.json() : undefined) ?? (answer.ok ? "ok" : `answers ${answer.status}`);
  } catch (error) {
    return messageOf(error);
  }
}

/** "ok" for every role that answers and waits for nothing, otherwise why not, in a sentence where the role gives one. */
export async function healthOfRoles(home: string): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(HEALTH_ROLES.map(async (role) => [role, await askRole(home, role)] as const)),
  );
}
