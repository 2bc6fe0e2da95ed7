import { defineChain } from "viem";
import { type Config, createConfig, http } from "wagmi";
import type { PortalConfig } from "../config.ts";
import { devWallet } from "./devWallet.ts";
import { walletConnect } from "./walletConnect.ts";

/** wagmi over the portal's RPC; wallets are found by EIP-6963, and the local chain adds the development wallet. */
export function createWagmi(config: PortalConfig): Config {
  const chain = defineChain({
    id: config.chainId,
    name: config.devAccounts.length > 0 ? "Local chain" : `Chain ${config.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
  });
  const { rpcUrl, devAccounts: accounts, walletConnectProjectId: projectId } = config;
  const connectors = [
    ...(accounts.length > 0 ? [devWallet({ chain, rpcUrl, accounts })] : []),
    ...(projectId === undefined ? [] : [walletConnect({ projectId, chain, rpcUrl })]),
  ];
  return createConfig({
    chains: [chain],
    connectors,
    multiInjectedProviderDiscovery: true,
    pollingInterval: 1000,
    transports: { [chain.id]: http(config.rpcUrl) },
  });
}
