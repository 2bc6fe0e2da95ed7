import type { DevAccount } from "@assay/sdk/api";
import { type Deployment, parseDeployment } from "@assay/sdk/deployment";
import { createContext, useContext } from "react";
import type { Address } from "viem";
import { useLabels } from "./labels.ts";
import { portal } from "./services.ts";

/** What the portal tells the page about the deployment it serves. */
export interface PortalConfig {
  chainId: number;
  rpcUrl: string;
  deployment: Deployment;
  /** Only on the local chain. */
  devAccounts: DevAccount[];
  /** Who is who on the local chain, by address in lower case. */
  names: Record<string, string>;
  /** Catalogue id of the default base model. */
  base: string;
  /** Who keeps the keys of datanets made here. */
  custodian: Address | undefined;
  /** Where it is set, wallets on phones connect by WalletConnect. */
  walletConnectProjectId?: string | undefined;
}

const LOCAL_CHAIN = 31337;

/** Reads the portal's configuration. Throws a sentence a person can act on. */
export async function loadConfig(): Promise<PortalConfig> {
  const {
    chainId,
    rpcUrl,
    startBlock,
    addresses,
    base,
    custodian,
    walletConnectProjectId,
    devAccounts = [],
    names = {},
  } = await portal.config();
  const isLocal = chainId === LOCAL_CHAIN;
  return {
    chainId,
    rpcUrl: new URL(rpcUrl, window.location.origin).href,
    deployment: parseDeployment({ chainId, startBlock, addresses }),
    devAccounts: isLocal ? devAccounts : [],
    names: isLocal ? names : {},
    base,
    custodian,
    walletConnectProjectId,
  };
}

export const ConfigContext = createContext<PortalConfig | null>(null);

export function useConfig(): PortalConfig {
  const config = useContext(ConfigContext);
  if (!config) throw new Error("useConfig needs a ConfigContext above it.");
  return config;
}

/** The name of an account: what was written here, else what the portal knows; undefined for a stranger. */
export function useNameOf(): (address: string | undefined) => string | undefined {
  const { names, custodian } = useConfig();
  const labels = useLabels();
  return (address) => {
    const key = address?.toLowerCase() ?? "";
    const known = labels[key] ?? names[key];
    return known ?? (key !== "" && key === custodian?.toLowerCase() ? "custodian" : undefined);
  };
}
