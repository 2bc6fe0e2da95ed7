import { portalApi } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hono } from "hono";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Config, roleConfig } from "../platform/config.ts";
import { messageOf } from "../platform/errors.ts";
import { serveRoutes } from "../platform/http/route.ts";
import type { IpfsStore } from "../platform/ipfs/ipfs.ts";
import { readRunFile } from "../platform/runFile.ts";
import { serveIpfs } from "./ipfs/serveIpfs.ts";
import { readSettings } from "./settings.ts";

const LOCAL_CHAIN_ID = 31337;
const HEALTH_ROLES = ["indexer", "curator", "trainer", "evaluator", "gateway"] as const;
const HEALTH_TIMEOUT_MS = 2_000;

export interface PortalRoutes {
  config: Config;
  deployment: Deployment;
  ipfs: Pick<IpfsStore, "dag">;
}

async function health(home: string): Promise<Record<string, string>> {
  const check = async (role: string): Promise<[string, string]> => {
    const url = readRunFile(home, role)?.url;
    if (url === undefined) return [role, "not running"];
    try {
      const answer = await fetch(new URL("/health", url), { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) });
      return [role, answer.ok ? troubleOf(await answer.json()) : `answers ${answer.status}`];
    } catch (error) {
      return [role, messageOf(error)];
    }
  };
  return Object.fromEntries(await Promise.all(HEALTH_ROLES.map(check)));
}

/** A role that works may still say what waits for somebody. */
function troubleOf(health: unknown): string {
  const { trouble } = (health ?? {}) as { trouble?: unknown };
  return typeof trouble === "string" ? trouble : "ok";
}

/** The curator role of this stack holds the keys of datanets made here, unless the configuration names another. */
function custodianOf(config: Config): Address | undefined {
  const key = roleConfig(config, "curator").privateKey;
  return key === undefined ? undefined : privateKeyToAccount(key).address;
}

/** Content has statuses and headers of its own; the rest is JSON. */
const { content: _, ...jsonApi } = portalApi;

/** What the portal answers itself: its configuration, the roles' health, and content by CID. */
export function servePortal(app: Hono, { config, deployment, ipfs }: PortalRoutes): void {
  const settings = readSettings(roleConfig(config, "portal").extra);
  const { walletConnectProjectId } = settings;
  const custodian = settings.custodian ?? custodianOf(config);
  serveRoutes(app, jsonApi, {
    config: () => ({
      chainId: deployment.chainId,
      rpcUrl: "/rpc",
      startBlock: Number(deployment.startBlock),
      addresses: deployment.addresses,
      base: config.model.base,
      ...(custodian === undefined ? {} : { custodian }),
      ...(walletConnectProjectId === undefined ? {} : { walletConnectProjectId }),
      // Keys leave this process only for the chain whose money is worthless.
      ...(deployment.chainId === LOCAL_CHAIN_ID
        ? { devAccounts: settings.devAccounts ?? [], names: settings.names ?? {} }
        : {}),
    }),
    health: () => health(config.home),
  });
  serveIpfs(app, { dag: ipfs.dag });
}
