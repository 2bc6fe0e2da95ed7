import { portalApi } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hono } from "hono";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Config, roleConfig } from "../platform/config.ts";
import { serveRoutes } from "../platform/http/route.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { readRunFile } from "../platform/runFile.ts";
import { askHealth } from "./roleHealth.ts";
import { readSettings } from "./settings.ts";

const LOCAL_CHAIN_ID = 31337;
const PREVIEW_LIMIT_BYTES = 32 * 1024 * 1024;
const HEALTH_ROLES = ["indexer", "curator", "trainer", "evaluator", "gateway"] as const;

export interface PortalRoutes {
  config: Config;
  deployment: Deployment;
  ipfs: Ipfs;
}

async function health(home: string): Promise<Record<string, string>> {
  const check = async (role: string): Promise<[string, string]> => {
    const url = readRunFile(home, role)?.url;
    if (url === undefined) return [role, "not running"];
    return [role, await askHealth(url)];
  };
  return Object.fromEntries(await Promise.all(HEALTH_ROLES.map(check)));
}

/** The curator role of this stack holds the keys of datanets made here, unless the configuration names another. */
function custodianOf(config: Config): Address | undefined {
  const key = roleConfig(config, "curator").privateKey;
  return key === undefined ? undefined : privateKeyToAccount(key).address;
}

const looksLikeJson = (bytes: Uint8Array): boolean => bytes[0] === 0x7b || bytes[0] === 0x5b;

/** What the portal answers itself: its configuration, the roles' health, and content by CID. */
export function servePortal(app: Hono, { config, deployment, ipfs }: PortalRoutes): void {
  const settings = readSettings(roleConfig(config, "portal").extra);
  const custodian = settings.custodian ?? custodianOf(config);
  serveRoutes(app, portalApi, {
    config: () => ({
      chainId: deployment.chainId,
      rpcUrl: "/rpc",
      startBlock: Number(deployment.startBlock),
      addresses: deployment.addresses,
      base: config.model.base,
      ...(custodian === undefined ? {} : { custodian }),
      // Keys leave this process only for the chain whose money is worthless.
      ...(deployment.chainId === LOCAL_CHAIN_ID
        ? { devAccounts: settings.devAccounts ?? [], names: settings.names ?? {} }
        : {}),
    }),
    health: () => health(config.home),
    async content({ params }, c) {
      const bytes = await ipfs.getBytes(params.cid, { limitBytes: PREVIEW_LIMIT_BYTES, signal: c.req.raw.signal });
      // Sandboxed and never sniffed: content by CID is anyone's, and must not run as a page of this origin.
      return c.body(new Uint8Array(bytes), 200, {
        "content-type": looksLikeJson(bytes) ? "application/json" : "application/octet-stream",
        "cache-control": "public, max-age=31536000, immutable",
        "content-security-policy": "sandbox; default-src 'none'",
        "x-content-type-options": "nosniff",
      });
    },
  });
}
