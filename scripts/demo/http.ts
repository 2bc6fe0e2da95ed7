/** The stack's services as the demo and the tests ask them. */
import {
  createApiClient,
  curatorApi,
  evaluatorApi,
  gatewayApi,
  graphqlApi,
  portalApi,
  trainerApi,
} from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";

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

/** The stack's services through its portal; every answer is checked against the schema that it is described by. */
export function servicesOf({ webUrl }: { webUrl: string }) {
  const options = (name: string) => ({ name: `The ${name}`, fetch: patientFetch as typeof fetch, check: validate });
  return {
    portal: createApiClient(webUrl, portalApi, options("portal")),
    curator: createApiClient(`${webUrl}/api/curator`, curatorApi, options("curator")),
    trainer: createApiClient(`${webUrl}/api/trainer`, trainerApi, options("trainer")),
    evaluator: createApiClient(`${webUrl}/api/evaluator`, evaluatorApi, options("evaluator")),
    gateway: createApiClient(webUrl, gatewayApi, options("gateway")),
    index: createApiClient(webUrl, graphqlApi, options("indexer")),
  };
}

/** A JSON document by its CID. */
export async function readDocument<T>(stack: { webUrl: string }, cid: string): Promise<T> {
  const bytes = await servicesOf(stack).portal.content({ params: { cid } });
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
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
