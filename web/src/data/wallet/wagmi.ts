import { defineChain } from "viem";
import { type Config, createConfig, http } from "wagmi";
import type { PortalConfig } from "../config.ts";
import { devWallet } from "./devWallet.ts";

/** wagmi over the portal's RPC; wallets are found by EIP-6963, and the local chain adds the development wallet. */
export function createWagmi(config: PortalConfig): Config {
  const chain = defineChain({
    id: config.chainId,
    name: config.devAccounts.length > 0 ? "Local chain" : `Chain ${config.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
  });
  const connectors =
    config.devAccounts.length > 0 ? [devWallet({ chain, rpcUrl: config.rpcUrl, accounts: config.devAccounts })] : [];
  return createConfig({
    chains: [chain],
    connectors,
    multiInjectedProviderDiscovery: true,
    pollingInterval: 1000,
    transports: { [chain.id]: http(config.rpcUrl) },
  });
}
