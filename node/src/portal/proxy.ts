import { AssayError } from "@assay/sdk/errors";
import type { Context } from "hono";
import { messageOf } from "../platform/errors.ts";
import { readRunFile } from "../platform/runFile.ts";

/** Headers that belong to one connection and must not be passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "host",
  "content-length",
  "content-encoding",
];

const LOCAL_NAMES = new Set(["127.0.0.1", "localhost", "[::1]"]);

function passHeaders(from: Headers): Headers {
  const headers = new Headers(from);
  for (const name of HOP_BY_HOP) headers.delete(name);
  return headers;
}

/**
 * Refuses requests that reached a portal on this machine under a foreign name: a page elsewhere could otherwise point
 * its own host name here (DNS rebinding) and use the roles' APIs as if it were this origin.
 */
export function assertLocalHost(host: string | undefined): void {
  const name = host?.replace(/:\d+$/, "").toLowerCase();
  if (name !== undefined && LOCAL_NAMES.has(name)) return;
  throw new AssayError(`The host "${host ?? ""}" is not served here; open http://127.0.0.1 instead.`, {
    code: "host_refused",
    status: 421,
    field: "host",
  });
}

/**
 * Passes a request on to `target` and streams the answer back, event streams included. The caller's disconnect ends
 * the passed request too.
 * @param what named in the error when nothing answers
 */
async function proxyTo(c: Context, target: URL, what: string): Promise<Response> {
  const hasBody = c.req.method !== "GET" && c.req.method !== "HEAD";
  try {
    const answer = await fetch(target, {
      method: c.req.method,
      headers: passHeaders(c.req.raw.headers),
      ...(hasBody ? { body: c.req.raw.body, duplex: "half" } : {}),
      redirect: "manual",
      signal: c.req.raw.signal,
    } as RequestInit);
    return new Response(answer.body, { status: answer.status, headers: passHeaders(answer.headers) });
  } catch (cause) {
    if (c.req.raw.signal.aborted) return new Response(null, { status: 499 });
    throw new AssayError(
      `The ${what} does not answer (${messageOf(cause)}); it is starting or was stopped, try again in a moment.`,
      { code: "role_unreachable", status: 503, cause },
    );
  }
}

/** Where `path` of a role of this stack is, undefined while the role is not running. */
export function roleUrl(home: string, role: string, path: string): URL | undefined {
  const url = readRunFile(home, role)?.url;
  if (url === undefined) return undefined;
  const target = new URL(url);
  // Set as a path, never resolved: "//elsewhere/x" would be another host, and its answer would run in this origin.
  target.pathname = path;
  return target;
}

/** Passes a request on to a role of this stack, at `path` with the caller's query. */
export function proxyToRole(c: Context, home: string, role: string, path: string): Promise<Response> {
  const target = roleUrl(home, role, path);
  if (target === undefined)
    throw new AssayError(`The ${role} is not running yet; try again in a moment.`, {
      code: "role_unreachable",
      status: 503,
    });
  target.search = new URL(c.req.url).search;
  return proxyTo(c, target, role);
}
