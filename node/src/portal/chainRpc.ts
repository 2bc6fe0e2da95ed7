import { AssayError } from "@assay/sdk/errors";
import type { Hono } from "hono";
import { proxyToRpc } from "./rpcProxy.ts";

/**
 * Passes JSON-RPC on to the chain. Only with the media type of JSON-RPC: a page elsewhere can send text/plain without
 * asking this origin, and would use the chain through the visitor's machine.
 */
export function serveChainRpc(app: Hono, rpcUrls: readonly string[]): void {
  app.post("/rpc", (c) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json")
      throw new AssayError("JSON-RPC must be sent with content-type: application/json.", {
        code: "media_type_refused",
        status: 415,
        field: "content-type",
      });
    return proxyToRpc(c, rpcUrls);
  });
  app.all("/rpc", (c) => {
    c.header("allow", "POST");
    throw new AssayError(`${c.req.method} does nothing at /rpc; send JSON-RPC by POST.`, {
      code: "method_refused",
      status: 405,
    });
  });
}
