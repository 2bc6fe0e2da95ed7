import { AssayError } from "@assay/sdk/errors";
import type { Hono } from "hono";
import type { StaticFiles } from "./staticFiles.ts";

/** First parts of paths that machines read, with where to look: a page in place of an answer would hide the mistake. */
const SERVICES: Readonly<Record<string, string>> = {
  api: "GET /api lists what is there",
  graphql: "the index is at /graphql",
  ipfs: "content is at /ipfs/<cid>",
  rpc: "the chain is at /rpc",
  v1: "GET /api lists what is there",
};

/** Serves the web app for every path that no service has. Must be the last. */
export function servePages(app: Hono, files: StaticFiles): void {
  app.all("*", (c) => {
    const [, first = ""] = c.req.path.split("/");
    const where = Object.hasOwn(SERVICES, first.toLowerCase()) ? SERVICES[first.toLowerCase()] : undefined;
    if (where !== undefined)
      throw new AssayError(`There is nothing at ${c.req.method} ${c.req.path}; ${where}.`, {
        code: "not_found",
        status: 404,
      });
    if (c.req.method === "GET" || c.req.method === "HEAD") return files.serve(c.req.path, c.req.raw.headers);
    return c.notFound();
  });
}
