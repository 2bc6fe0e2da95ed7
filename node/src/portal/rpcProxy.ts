import { AssayError } from "@assay/sdk/errors";
import type { Context } from "hono";
import { messageOf } from "../platform/errors.ts";
import { proxyTo } from "./proxy.ts";

/** An answer about the server, not about the question: the next RPC may serve it. */
const isOfTheServer = (status: number): boolean => status === 429 || status >= 500;

/**
 * Passes JSON-RPC on to the first of these RPCs that serves it. Sending a signed transaction twice is harmless: it has
 * one hash. Errors name no URL, which may hold a key.
 */
export async function proxyToRpc(c: Context, urls: readonly string[]): Promise<Response> {
  const last = urls.at(-1);
  if (urls.length < 2) return proxyTo(c, new URL(last ?? ""), "chain");
  const body = await c.req.text();
  let answer: Response | undefined;
  let fault: unknown;
  for (const url of urls) {
    try {
      answer = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal: c.req.raw.signal,
      });
      if (!isOfTheServer(answer.status)) break;
    } catch (cause) {
      if (c.req.raw.signal.aborted) return new Response(null, { status: 499 });
      fault = cause;
    }
  }
  if (answer === undefined)
    throw new AssayError(`None of the ${urls.length} RPCs answers (${messageOf(fault)}); try again in a moment.`, {
      code: "role_unreachable",
      status: 503,
      cause: fault,
    });
  const type = answer.headers.get("content-type") ?? "application/json";
  return new Response(answer.body, { status: answer.status, headers: { "content-type": type } });
}
