import { type Deployment, parseDeployment } from "@assay/sdk/deployment";
import { createContext, useContext } from "react";
import type { Address, Hex } from "viem";
import { useLabels } from "./labels.ts";

export interface DevAccount {
  name: string;
  address: Address;
  privateKey: Hex;
}

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
}

const LOCAL_CHAIN = 31337;

/** Reads `/config.json`. Throws a sentence a person can act on. */
export async function loadConfig(): Promise<PortalConfig> {
  const response = await fetch("/config.json", { headers: { accept: "application/json" } }).catch((cause: unknown) => {
    throw new Error("The portal can't be reached. Check that the stack is up, then try again.", { cause });
  });
  if (!response.ok) {
    throw new Error(
      `The portal did not give its configuration (HTTP ${response.status}). Check that the stack is up, then try again.`,
    );
  }
  const json = (await response.json()) as Record<string, unknown>;
  const deployment = (json.deployment ?? json) as Record<string, unknown>;
  const chainId = Number(json.chainId);
  return {
    chainId,
    rpcUrl: new URL(typeof json.rpcUrl === "string" ? json.rpcUrl : "/rpc", window.location.origin).href,
    deployment: parseDeployment({
      chainId,
      startBlock: json.startBlock ?? 0,
      addresses: json.addresses,
      ...deployment,
    }),
    devAccounts: chainId === LOCAL_CHAIN && Array.isArray(json.devAccounts) ? (json.devAccounts as DevAccount[]) : [],
    names: chainId === LOCAL_CHAIN ? ((json.names ?? {}) as Record<string, string>) : {},
    base: typeof json.base === "string" ? json.base : "smollm2-135m",
    custodian: typeof json.custodian === "string" ? (json.custodian as Address) : undefined,
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
