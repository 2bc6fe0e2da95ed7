import { fileURLToPath } from "node:url";
import { compress } from "hono/compress";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Config, loadDeployment, roleConfig } from "../platform/config.ts";
import { AppError, messageOf } from "../platform/errors.ts";
import { createApp } from "../platform/http/app.ts";
import { serve } from "../platform/http/serve.ts";
import { createIpfs } from "../platform/ipfs/ipfs.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { readRunFile } from "../platform/runFile.ts";
import { serveLive } from "../portal/live/route.ts";
import { Watches } from "../portal/live/watches.ts";
import { assertLocalHost, proxyTo, proxyToRole, roleUrl } from "../portal/proxy.ts";
import { StaticFiles } from "../portal/staticFiles.ts";

const LOCAL_CHAIN_ID = 31337;
const UPLOAD_LIMIT_BYTES = 16 * 1024 * 1024;
const PREVIEW_LIMIT_BYTES = 32 * 1024 * 1024;
const API_ROLES = ["curator", "trainer", "evaluator"] as const;
const HEALTH_ROLES = ["indexer", "curator", "trainer", "evaluator", "gateway"] as const;
const HEALTH_TIMEOUT_MS = 2_000;
/** Event streams must never wait in a compressor. */
const COMPRESSED = /^application\/(graphql-response\+)?json(;|$)/;

async function health(home: string): Promise<Record<string, string>> {
  const check = async (role: string): Promise<[string, string]> => {
    const url = readRunFile(home, role)?.url;
    if (url === undefined) return [role, "not running"];
    try {
      const answer = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
      return [role, answer.ok ? "ok" : `answers ${answer.status}`];
    } catch (error) {
      return [role, messageOf(error)];
    }
  };
  return Object.fromEntries(await Promise.all(HEALTH_ROLES.map(check)));
}

/** The curator role of this stack holds the keys of datanets made here, unless the configuration names another. */
function custodianOf(config: Config): Address | undefined {
  const key = roleConfig(config, "curator").privateKey;
  return key === undefined ? undefined : privateKeyToAccount(key).address;
}

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
  app.get("/config.json", (c) =>
    c.json({
      chainId: deployment.chainId,
      rpcUrl: "/rpc",
      startBlock: Number(deployment.startBlock),
      addresses: deployment.addresses,
      base: config.model.base,
      custodian: settings.extra.custodian ?? custodianOf(config),
      // Keys leave this process only for the chain whose money is worthless.
      ...(deployment.chainId === LOCAL_CHAIN_ID
        ? { devAccounts: settings.extra.devAccounts ?? [], names: settings.extra.names ?? {} }
        : {}),
    }),
  );
  app.get("/health", async (c) => c.json(await health(config.home)));
  app.post("/rpc", (c) => proxyTo(c, new URL(config.rpcUrl), "chain"));
  app.all("/graphql", (c) => proxyToRole(c, config.home, "indexer", "/graphql"));
  app.get("/graphql/stream", (c) => proxyToRole(c, config.home, "indexer", "/graphql/stream"));
  app.all("/v1/*", (c) => proxyToRole(c, config.home, "gateway", c.req.path));
  for (const role of API_ROLES) {
    app.all(`/api/${role}/*`, (c) => proxyToRole(c, config.home, role, c.req.path.slice(`/api/${role}`.length)));
  }
  app.get("/ipfs/:cid", async (c) => {
    const bytes = await ipfs.getBytes(c.req.param("cid"), {
      limitBytes: PREVIEW_LIMIT_BYTES,
      signal: c.req.raw.signal,
    });
    // Sandboxed and never sniffed: content by CID is anyone's, and must not run as a page of this origin.
    return c.body(new Uint8Array(bytes), 200, {
      "content-type": looksLikeJson(bytes) ? "application/json" : "application/octet-stream",
      "cache-control": "public, max-age=31536000, immutable",
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
    });
  });
  app.get("/api/*", (c) => {
    throw new AppError("not_found", `There is nothing at ${c.req.path}.`, { status: 404 });
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

function looksLikeJson(bytes: Uint8Array): boolean {
  return bytes[0] === 0x7b || bytes[0] === 0x5b;
}
