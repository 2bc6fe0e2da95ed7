import { readBalance } from "@assay/sdk/actions";
import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useSyncExternalStore } from "react";
import type { Address } from "viem";
import { type Connector, useClient, useConnection, useConnectors } from "wagmi";
import { useConfig, useNameOf } from "../config.ts";
import type { WalletDesk } from "./desk.ts";
import { DEV_WALLET } from "./devWallet.ts";
import { WALLET_CONNECT } from "./walletConnect.ts";

interface DevProvider {
  select: (address: Address) => void;
}

export const WalletContext = createContext<WalletDesk | null>(null);

function useDesk(): WalletDesk {
  const desk = useContext(WalletContext);
  if (!desk) throw new Error("useWallet needs a WalletContext above it.");
  return desk;
}

/** Who is connected, with what, what a wallet is being asked, and the ways to change it. */
export function useWallet() {
  const config = useConfig();
  const nameOf = useNameOf();
  const account = useConnection();
  // Wallets of this browser come first: they need no relay.
  const connectors = useConnectors().toSorted(
    (a, b) => Number(a.id === WALLET_CONNECT) - Number(b.id === WALLET_CONNECT),
  );
  const desk = useDesk();
  const { attempt, link, locked } = useSyncExternalStore(desk.subscribe, desk.snapshot);

  const chooseDev = async (address: Address, connector: Connector) => {
    const provider = (await connector.getProvider()) as DevProvider;
    provider.select(address);
    if (account.connector?.uid === connector.uid) connector.onAccountsChanged([address]);
    else await desk.connect(connector);
  };

  return {
    address: account.address,
    name: nameOf(account.address),
    isConnected: account.isConnected,
    isWrongNetwork: account.isConnected && account.chainId !== config.chainId,
    connectors,
    devConnector: connectors.find((connector) => connector.type === DEV_WALLET),
    attempt,
    link,
    locked,
    connect: desk.connect,
    cancel: desk.cancel,
    chooseDev,
    disconnect: desk.disconnect,
    switchNetwork: desk.switchNetwork,
    addNetwork: desk.addNetwork,
  };
}

/** ASY balance of an address, in wei; refreshed with every block the page hears of. */
export function useBalanceOf(address: Address | undefined) {
  const client = useClient();
  const { deployment } = useConfig();
  return useQuery({
    queryKey: ["chain", "balance", address],
    enabled: Boolean(address && client),
    queryFn: () => {
      if (!client || !address) throw new Error("No account is connected.");
      return readBalance(client, { deployment, account: address });
    },
  });
}

/** Whether the connected account is known to hold less ASY than an amount in wei. */
export function useLacks(): (wei: bigint | undefined) => boolean {
  const balance = useBalanceOf(useWallet().address).data;
  return (wei) => wei !== undefined && balance !== undefined && wei > balance;
}
