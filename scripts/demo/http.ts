/** JSON over HTTP with the stack's own error sentences. */

type ErrorBody = { error?: { code?: string; message?: string } };

/** How long a reading waits for a role that is restarting. */
const PATIENCE_MS = 60_000;
const RETRY_MS = 500;

/** Fetches; a reading that meets a role on its way up (503) asks again, a writing never does. */
export async function patientFetch(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const response = await fetch(url, init);
    const isReading = (init.method ?? "GET") === "GET" || new URL(String(url)).pathname === "/graphql";
    if (response.status !== 503 || !isReading || performance.now() > deadline) return response;
    await response.body?.cancel();
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** @throws with the role's sentence when it answers an error */
export async function requestJson<T>(url: string, init: RequestInit = {}): Promise<T> {
  const response = await patientFetch(url, init);
  const text = await response.text();
  if (!response.ok) {
    let sentence = text.slice(0, 300);
    try {
      sentence = (JSON.parse(text) as ErrorBody).error?.message ?? sentence;
    } catch {
      // Not JSON: the raw text says more than a generic sentence would.
    }
    throw new Error(`${new URL(url).pathname}: ${sentence}`);
  }
  return JSON.parse(text) as T;
}

export function postJson<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  return requestJson<T>(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body, (_, value) => (typeof value === "bigint" ? value.toString() : value)),
  });
}

/**
 * Asks again until `done` accepts the answer.
 * @param timeoutMs after which it throws, naming `what`
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T>,
  done: (answer: T) => boolean,
  options: { timeoutMs: number; intervalMs?: number },
): Promise<T> {
  const deadline = performance.now() + options.timeoutMs;
  for (;;) {
    const answer = await ask();
    if (done(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`${what} took longer than ${options.timeoutMs / 1000} s.`);
    await new Promise((resolve) => setTimeout(resolve, options.intervalMs ?? 500));
  }
}
