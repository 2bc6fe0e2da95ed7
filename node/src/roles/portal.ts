import { fileURLToPath } from "node:url";
import { AssayError } from "@assay/sdk/errors";
import { compress } from "hono/compress";
import { loadDeployment, roleConfig } from "../platform/config.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { serveDescription } from "../portal/description.ts";
import { serveLive } from "../portal/live/route.ts";
import { Watches } from "../portal/live/watches.ts";
import { assertLocalHost, proxyTo, proxyToRole, roleUrl } from "../portal/proxy.ts";
import { servePortal } from "../portal/routes.ts";
import { StaticFiles } from "../portal/staticFiles.ts";

const UPLOAD_LIMIT_BYTES = 16 * 1024 * 1024;
const API_ROLES = ["curator", "trainer", "evaluator"] as const;
/** Event streams must never wait in a compressor. */
const COMPRESSED = /^application\/(graphql-response\+)?json(;|$)/;

/** The one origin a browser talks to: the web app, the roles' APIs, the chain and IPFS by CID. */
export async function startPortal({ config, log }: RoleOptions): Promise<RunningRole> {
  const settings = roleConfig(config, "portal");
  const deployment = loadDeployment(config);
  const ipfs = await createIpfs({ home: config.home, kuboUrl: config.ipfs.kuboUrl });
  const webRoot = fileURLToPath(new URL("../../../web/dist", import.meta.url));
  const files = new StaticFiles(webRoot);
  const app = createApp({ log, limitBytes: UPLOAD_LIMIT_BYTES });

  app.use("*", async (c, next) => {
    assertLocalHost(c.req.header("host"));
    await next();
  });
  app.use("*", compress({ contentTypeFilter: COMPRESSED }));
  const stop = new AbortController();
  const watches = new Watches(async (path) => await app.request(path, { headers: { host: "localhost" } }));
  app.get("/api/live", (c) =>
    serveLive(c, {
      roleUrl: (role, path) => roleUrl(config.home, role, path),
      watches,
      signal: stop.signal,
    }),
  );
  servePortal(app, { config, deployment, ipfs });
  serveDescription(app);
  app.post("/rpc", (c) => proxyTo(c, new URL(config.rpcUrl), "chain"));
  app.all("/graphql", (c) => proxyToRole(c, config.home, "indexer", "/graphql"));
  app.get("/graphql/stream", (c) => proxyToRole(c, config.home, "indexer", "/graphql/stream"));
  app.all("/v1/*", (c) => proxyToRole(c, config.home, "gateway", c.req.path));
  for (const role of API_ROLES) {
    app.all(`/api/${role}/*`, (c) => proxyToRole(c, config.home, role, c.req.path.slice(`/api/${role}`.length)));
  }
  app.get("/api/*", (c) => {
    throw new AssayError(`There is nothing at ${c.req.path}.`, { code: "not_found", status: 404 });
  });
  app.get("*", (c) => files.serve(c.req.path, c.req.raw.headers));

  const server = await serve(app, { port: settings.port });
  log.info("portal_started", { url: server.url });
  return {
    url: server.url,
    async close() {
      stop.abort();
      await server.close();
      await ipfs.close();
    },
  };
}
