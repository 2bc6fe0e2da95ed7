import { readBalance } from "@assay/sdk/actions";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { type Connector, useClient, useConnect, useConnection, useDisconnect, useSwitchChain } from "wagmi";
import { useConfig, useNameOf } from "../config.ts";

interface DevProvider {
  select: (address: Address) => void;
}

/** Who is connected, with what, and the ways to change it. */
export function useWallet() {
  const config = useConfig();
  const nameOf = useNameOf();
  const account = useConnection();
  const { connect, connectors } = useConnect();
  const { disconnect } = useDisconnect();
  const { switchChain } = useSwitchChain();

  const chooseDev = async (address: Address, connector: Connector) => {
    const provider = (await connector.getProvider()) as DevProvider;
    provider.select(address);
    if (account.connector?.uid === connector.uid) connector.onAccountsChanged([address]);
    else connect({ connector });
  };

  return {
    address: account.address,
    name: nameOf(account.address),
    isConnected: account.isConnected,
    isWrongNetwork: account.isConnected && account.chainId !== config.chainId,
    connectors,
    devConnector: connectors.find((connector) => connector.type === "assay-dev"),
    connect: (connector: Connector) => connect({ connector }),
    chooseDev,
    disconnect: () => disconnect(),
    switchNetwork: () => switchChain({ chainId: config.chainId }),
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
