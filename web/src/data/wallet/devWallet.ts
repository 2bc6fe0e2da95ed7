import type { DevAccount } from "@assay/sdk/api";
import {
  type Address,
  createClient,
  type EIP1193RequestFn,
  type Hex,
  http,
  numberToHex,
  SwitchChainError,
  UnauthorizedProviderError,
} from "viem";
import type { Chain } from "viem/chains";
import { createConnector } from "wagmi";
import type { Call } from "./devSigner.ts";

const STORED = "assay.dev-account";
/** Its connector's id: a person who never chose a wallet has this one on the local chain. */
export const DEV_WALLET = "assay-dev";

/** The account chosen last time, or the first one. */
function storedIndex(accounts: DevAccount[]): number {
  const index = accounts.findIndex((account) => account.address === localStorage.getItem(STORED));
  return Math.max(0, index);
}

/**
 * A wallet for the local chain only: it holds the development accounts and signs in the page. It speaks EIP-1193 like
 * any other wallet, so nothing above it knows the difference.
 */
export function devWallet(options: { chain: Chain; rpcUrl: string; accounts: DevAccount[] }) {
  const { chain, rpcUrl, accounts } = options;
  let current = storedIndex(accounts);
  let isConnected = false;
  const transport = http(rpcUrl);
  const client = createClient({ chain, transport });

  const chosen = (): DevAccount => {
    const account = accounts[current];
    if (!account) throw new Error("The development wallet has no accounts.");
    return account;
  };

  const shared = (): Address[] => (isConnected ? [chosen().address] : []);

  /**
   * Signs for the account that a request names, which must be the current one: a page that was prepared for one account
   * must not sign as another. The curve's code comes with the first signature.
   */
  const signer = async (from: unknown) => {
    const { address, privateKey } = chosen();
    if (!isConnected) throw unauthorized("It is not connected to this page. Connect it, then try again.");
    if (typeof from !== "string" || from.toLowerCase() !== address.toLowerCase())
      throw unauthorized(`Its current account is ${address}, not ${from}. Choose that account, then try again.`);
    return (await import("./devSigner.ts")).devSigner(client, privateKey);
  };

  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const list = (params ?? []) as unknown[];
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return shared();
      case "eth_chainId":
        return numberToHex(chain.id);
      case "personal_sign":
        return (await signer(list[1])).signMessage(list[0] as Hex);
      case "eth_signTypedData_v4":
        return (await signer(list[0])).signTypedData(list[1] as string);
      case "eth_sendTransaction":
        return (await signer((list[0] as Call | undefined)?.from)).send(list[0] as Call);
      default:
        return client.request({ method, params } as never);
    }
  };

  return createConnector((config) => ({
    id: DEV_WALLET,
    name: "Development wallet",
    type: DEV_WALLET,
    // wagmi's capability overload is a type-level variant of the same result.
    connect: (async () => {
      isConnected = true;
      return { accounts: shared(), chainId: chain.id };
    }) as never,
    disconnect: async () => {
      isConnected = false;
    },
    getAccounts: async () => shared(),
    getChainId: async () => chain.id,
    getProvider: async () => ({ request: request as EIP1193RequestFn, select }),
    isAuthorized: async () => true,
    switchChain: async ({ chainId }) => {
      if (chainId !== chain.id)
        throw new SwitchChainError(new Error("The development wallet knows only the local chain."));
      return chain;
    },
    onAccountsChanged: (next) => config.emitter.emit("change", { accounts: next as Address[] }),
    onChainChanged: () => {},
    onDisconnect: () => config.emitter.emit("disconnect"),
  }));

  /** Makes another development account the current one; the caller tells wagmi through `onAccountsChanged`. */
  function select(address: Address): void {
    current = Math.max(
      0,
      accounts.findIndex((account) => account.address === address),
    );
    localStorage.setItem(STORED, address);
  }
}

const unauthorized = (why: string) =>
  new UnauthorizedProviderError(new Error(`The development wallet refuses. ${why}`));
