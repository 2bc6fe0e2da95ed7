import { fileURLToPath } from "node:url";
import { compress } from "hono/compress";
import { rpcUrlsOf } from "../platform/chain/rpc/pool.ts";
import { createApp } from "../platform/http/app.ts";
import { defineRole } from "../platform/role.ts";
import { serveChainRpc } from "../portal/chainRpc.ts";
import { serveDescription } from "../portal/description.ts";
import { serveLive } from "../portal/live/route.ts";
import { Watches } from "../portal/live/watches.ts";
import { servePages } from "../portal/pages.ts";
import { assertLocalHost, proxyToRole, roleUrl } from "../portal/proxy.ts";
import { servePortal } from "../portal/routes.ts";
import { readSettings } from "../portal/settings.ts";
import { StaticFiles } from "../portal/staticFiles.ts";

const UPLOAD_LIMIT_BYTES = 16 * 1024 * 1024;
const API_ROLES = ["curator", "trainer", "evaluator"] as const;
/** The page talks to nobody but its portal, unless the portal has a WalletConnect project. */
const WALLET_CONNECT_RELAYS = ["wss://relay.walletconnect.org", "wss://relay.walletconnect.com"];
/** Event streams must never wait in a compressor. */
const COMPRESSED = /^application\/(graphql-response\+)?json(;|$)/;
const WEB_ROOT = fileURLToPath(new URL("../../../web/dist", import.meta.url));

/** The one origin a browser talks to: the web app, the roles' APIs, the chain and IPFS by CID. */
export const startPortal = defineRole(
  "portal",
  async (role) => {
    const { config, settings, deployment, ipfs, log, signal } = role;
    const { home } = config;
    const { walletConnectProjectId } = readSettings(settings.extra);
    const files = new StaticFiles(WEB_ROOT, walletConnectProjectId === undefined ? [] : WALLET_CONNECT_RELAYS);
    const app = createApp({ log, limitBytes: UPLOAD_LIMIT_BYTES });

    app.use("*", async (c, next) => {
      assertLocalHost(c.req.header("host"));
      await next();
    });
    app.use("*", compress({ contentTypeFilter: COMPRESSED }));
    const watches = new Watches(async (path) => await app.request(path, { headers: { host: "localhost" } }));
    app.get("/api/live", (c) => serveLive(c, { roleUrl: (name, path) => roleUrl(home, name, path), watches, signal }));
    servePortal(app, { config, deployment, ipfs });
    serveDescription(app);
    serveChainRpc(app, rpcUrlsOf(config));
    app.all("/graphql", (c) => proxyToRole(c, home, "indexer", "/graphql"));
    app.get("/graphql/stream", (c) => proxyToRole(c, home, "indexer", "/graphql/stream"));
    app.all("/v1/*", (c) => proxyToRole(c, home, "gateway", c.req.path));
    for (const name of API_ROLES)
      app.all(`/api/${name}/*`, (c) => proxyToRole(c, home, name, c.req.path.slice(`/api/${name}`.length)));
    servePages(app, files);

    const url = await role.serve(app);
    log.info("portal_started", { url });
    return url;
  },
  // The page has to say that the chain is away, so it is served without it.
  { needsChain: false },
);
