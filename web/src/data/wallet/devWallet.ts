import {
  type Address,
  createPublicClient,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  http,
  numberToHex,
  SwitchChainError,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Chain } from "viem/chains";
import { createConnector } from "wagmi";
import type { DevAccount } from "../config.ts";

const STORED = "assay.dev-account";
/** Set while the user has disconnected: a reload must not connect again. */
const DISCONNECTED = "assay.dev-disconnected";

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
  const transport = http(rpcUrl);
  const reader = createPublicClient({ chain, transport });

  const signer = () => {
    const account = accounts[current];
    if (!account) throw new Error("The development wallet has no accounts.");
    return privateKeyToAccount(account.privateKey);
  };

  const request = async ({ method, params }: { method: string; params?: unknown }): Promise<unknown> => {
    const list = (params ?? []) as unknown[];
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return [signer().address];
      case "eth_chainId":
        return numberToHex(chain.id);
      case "personal_sign":
        return signer().signMessage({ message: { raw: list[0] as Hex } });
      case "eth_signTypedData_v4":
        return signer().signTypedData(
          JSON.parse(list[1] as string) as Parameters<ReturnType<typeof signer>["signTypedData"]>[0],
        );
      case "eth_sendTransaction":
        return send(list[0] as { to?: Address; data?: Hex; value?: Hex; gas?: Hex });
      default:
        return reader.request({ method, params } as never);
    }
  };

  const send = (call: { to?: Address; data?: Hex; value?: Hex; gas?: Hex }) =>
    createWalletClient({ account: signer(), chain, transport }).sendTransaction({
      to: call.to ?? null,
      data: call.data ?? "0x",
      value: BigInt(call.value ?? 0),
      ...(call.gas ? { gas: BigInt(call.gas) } : {}),
    });

  return createConnector((config) => ({
    id: "assay-dev",
    name: "Development wallet",
    type: "assay-dev",
    // wagmi's capability overload is a type-level variant of the same result.
    connect: (async () => {
      localStorage.removeItem(DISCONNECTED);
      return { accounts: [signer().address], chainId: chain.id };
    }) as never,
    disconnect: async () => localStorage.setItem(DISCONNECTED, "yes"),
    getAccounts: async () => [signer().address],
    getChainId: async () => chain.id,
    getProvider: async () => ({ request: request as EIP1193RequestFn, select }),
    isAuthorized: async () => localStorage.getItem(DISCONNECTED) === null,
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
