import { portalApi } from "@assay/sdk/api";
import type { Deployment } from "@assay/sdk/deployment";
import type { Hono } from "hono";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type Config, roleConfig } from "../platform/config.ts";
import { serveRoutes } from "../platform/http/route.ts";
import type { IpfsStore } from "../platform/ipfs/ipfs.ts";
import { serveIpfs } from "./ipfs/serveIpfs.ts";
import { healthOfRoles } from "./roleHealth.ts";
import { readSettings } from "./settings.ts";

const LOCAL_CHAIN_ID = 31337;

export interface PortalRoutes {
  config: Config;
  deployment: Deployment;
  ipfs: Pick<IpfsStore, "dag">;
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
    health: () => healthOfRoles(config.home),
  });
  serveIpfs(app, { dag: ipfs.dag });
}
