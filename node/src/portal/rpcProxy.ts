import { AssayError } from "@assay/sdk/errors";
import type { Context } from "hono";
import { hideUrls } from "../platform/chain/rpc/hideUrls.ts";
import { messageOf } from "../platform/errors.ts";
import { splitCredentials } from "../platform/http/credentials.ts";

/** How long an RPC may take until its headers come, milliseconds. */
const HEADERS_MS = 10_000;
/** What a caller needs to know of an answer beside its body. */
const PASSED_HEADERS = ["content-type", "retry-after"];

/** An answer about the server, not about the question: the next RPC may serve it. */
const isOfTheServer = (status: number): boolean => [401, 403, 408, 429].includes(status) || status >= 500;

/**
 * Passes JSON-RPC on to the first of these RPCs that serves it. Sending a signed transaction twice is harmless: it has
 * one hash. Errors name no URL, which may hold a key.
 */
export async function proxyToRpc(c: Context, urls: readonly string[], headersMs = HEADERS_MS): Promise<Response> {
  const caller = c.req.raw.signal;
  const body = await c.req.text();
  let answer: Response | undefined;
  let fault: unknown;
  for (const url of urls) {
    try {
      const next = await ask(url, body, caller, headersMs);
      // Its connection is held until the body was read; one that breaks while it ends has ended too.
      void answer?.body?.cancel().catch(() => undefined);
      answer = next;
      if (!isOfTheServer(answer.status)) break;
    } catch (cause) {
      if (caller.aborted) return new Response(null, { status: 499 });
      fault = hideUrls(cause, urls);
    }
  }
  if (answer === undefined) {
    const who = urls.length < 2 ? "The RPC does not answer" : `None of the ${urls.length} RPCs answers`;
    throw new AssayError(`${who} (${messageOf(fault)}); try again in a moment.`, {
      code: "role_unreachable",
      status: 503,
      cause: fault,
    });
  }
  const headers = new Headers({ "content-type": "application/json" });
  for (const name of PASSED_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(answer.body, { status: answer.status, headers });
}

/** The time limit ends with the headers: a long answer may take longer than that. */
async function ask(address: string, body: string, caller: AbortSignal, headersMs: number): Promise<Response> {
  const { url, headers } = splitCredentials(address);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`no answer within ${headersMs} ms`)), headersMs);
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
      signal: AbortSignal.any([caller, late.signal]),
    });
  } finally {
    clearTimeout(timer);
  }
}
