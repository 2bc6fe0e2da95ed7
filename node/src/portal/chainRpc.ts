import type { Hono } from "hono";
import { AppError } from "../platform/errors.ts";
import { proxyTo } from "./proxy.ts";

/**
 * Passes JSON-RPC on to the chain. Only with the media type of JSON-RPC: a page elsewhere can send text/plain without
 * asking this origin, and would use the chain through the visitor's machine.
 */
export function serveChainRpc(app: Hono, rpcUrl: string): void {
  app.post("/rpc", (c) => {
    const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
    if (type !== "application/json")
      throw new AppError("media_type_refused", "JSON-RPC must be sent with content-type: application/json.", {
        status: 415,
        field: "content-type",
      });
    return proxyTo(c, new URL(rpcUrl), "chain");
  });
  app.all("/rpc", (c) => {
    c.header("allow", "POST");
    throw new AppError("method_refused", `${c.req.method} does nothing at /rpc; send JSON-RPC by POST.`, {
      status: 405,
    });
  });
}
