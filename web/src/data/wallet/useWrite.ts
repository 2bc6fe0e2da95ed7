import { waitForTransaction } from "@assay/sdk/actions";
import type { Deployment } from "@assay/sdk/deployment";
import { toAssayError } from "@assay/sdk/errors";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import {
  type Account,
  type Chain,
  createWalletClient,
  custom,
  type EIP1193Provider,
  type Hex,
  type Transport,
  type WalletClient,
} from "viem";
import { useClient, useConnection, useConfig as useWagmi } from "wagmi";
import { useConfig } from "../config.ts";
import { useLiveClient } from "../live/useLive.ts";
import { useLock } from "../useLock.ts";
import { untilIndexed } from "./untilIndexed.ts";

export type WriteStage = "idle" | "wallet" | "pending" | "confirmed" | "indexed" | "failed";
export type Wallet = WalletClient<Transport, Chain, Account>;

export interface WriteState {
  stage: WriteStage;
  hash?: Hex;
  error?: Error;
  /** it is confirmed, and the index had not read its block when the page stopped waiting for that */
  isIndexLate?: boolean;
}

const NO_CHAIN = "The page knows no chain. Reload it.";

/**
 * How a transaction is tried and followed. The portal's chain is asked, never the wallet: one that moves to another
 * network meanwhile would show that network's transactions as ours, and one that locks would say nothing.
 */
const FOLLOWS = new Set([
  "eth_call",
  "eth_blockNumber",
  "eth_getBlockByNumber",
  "eth_getTransactionCount",
  "eth_getTransactionByHash",
  "eth_getTransactionReceipt",
]);

/** A wallet client that signs with what is connected; `onSend` and `onSent` hear of each transaction. */
export function useSigner() {
  const { connector, address } = useConnection();
  const { chains } = useWagmi();
  const chainClient = useClient();
  return async (heard?: { onSend: () => void; onSent: (hash: Hex) => void }): Promise<Wallet> => {
    const chain = chains[0];
    if (!connector || !address) throw new Error("No wallet is connected. Connect one, then try again.");
    if (chainClient === undefined) throw new Error(NO_CHAIN);
    const provider = (await connector.getProvider()) as EIP1193Provider;
    const request = async (call: { method: string; params?: unknown }) => {
      if (FOLLOWS.has(call.method)) return chainClient.request(call as never);
      if (call.method !== "eth_sendTransaction") return provider.request(call as never);
      heard?.onSend();
      const hash = (await provider.request(call as never)) as Hex;
      heard?.onSent(hash);
      return hash;
    };
    const client = createWalletClient({
      account: address,
      chain,
      pollingInterval: 500,
      transport: custom({ request } as never),
    });
    const signTypedData: typeof client.signTypedData = (data) =>
      client.signTypedData(data).catch((error: unknown) => {
        throw toAssayError(error);
      });
    // Whoever follows a transaction here sees it pending, and may leave: giving up would only invite a second one.
    return client.extend(() => ({ signTypedData, patienceMs: Number.POSITIVE_INFINITY }));
  };
}

/**
 * Runs one write and follows it: in wallet, pending, confirmed, indexed. `send` is a typed action of the SDK; a write
 * made of several transactions steps through each.
 */
export function useWrite<Args, Result extends { hash: Hex }>(
  send: (wallet: Wallet, deployment: Deployment, args: Args) => Promise<Result>,
) {
  const [state, setState] = useState<WriteState>({ stage: "idle" });
  const signer = useSigner();
  const client = useClient();
  const queries = useQueryClient();
  const live = useLiveClient();
  const { deployment } = useConfig();
  const once = useLock();

  const follow = async (args: Args): Promise<Result | undefined> => {
    setState({ stage: "wallet" });
    try {
      const wallet = await signer({
        onSend: () => setState({ stage: "wallet" }),
        onSent: (hash) => setState({ stage: "pending", hash }),
      });
      const result = await send(wallet, deployment, args);
      setState({ stage: "confirmed", hash: result.hash });
      if (client === undefined) throw new Error(NO_CHAIN);
      // Mined it is; the portal's server may only learn of it later.
      const receipt = await waitForTransaction(client, { hash: result.hash, patienceMs: Number.POSITIVE_INFINITY });
      const isIndexed = await untilIndexed(live, Number(receipt.blockNumber));
      await queries.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "document" });
      const { hash } = result;
      setState(isIndexed ? { stage: "indexed", hash } : { stage: "confirmed", hash, isIndexLate: true });
      return result;
    } catch (error) {
      setState((last) => ({ ...last, stage: "failed", error: toAssayError(error) }));
      return undefined;
    }
  };

  /** A second press while the first is under way does nothing. */
  const run = (args: Args): Promise<Result | undefined> => once(() => follow(args));
  const isWaiting = state.stage === "confirmed" && !state.isIndexLate;
  const busy = state.stage === "wallet" || state.stage === "pending" || isWaiting;
  return { ...state, busy, run, reset: () => setState({ stage: "idle" }) };
}
