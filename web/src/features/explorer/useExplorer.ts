import { useQuery } from "@tanstack/react-query";
import { isAddress, isHash, TransactionReceiptNotFoundError } from "viem";
import { getBlock, getTransactionReceipt } from "viem/actions";
import { useClient } from "wagmi";
import { useGraph } from "../../data/graph.ts";
import { fetchCid } from "../../data/ipfs.ts";

const ACCOUNT = `query Account($id: ID!, $address: Bytes!) {
  account(id: $id) {
    credit rewardCredit exiting exitAvailableAt rewardsClaimed datanetCount modelCount firstSeenAt
    datanets(first: 1000) { id } models(first: 1000) { id state } judgeCredits { amount }
  }
  evaluator(id: $id) { nextUnits leavingUnits debt seatCount revealedCount }
  channels(where: { payer: $address }, first: 1000) { payee deposited redeemed }
}`;

export interface AccountRecord {
  account: {
    credit: string;
    rewardCredit: string;
    exiting: string;
    exitAvailableAt: string;
    rewardsClaimed: string;
    datanetCount: number;
    modelCount: number;
    firstSeenAt: string;
    datanets: { id: string }[];
    models: { id: string; state: string }[];
    /** One per judging contract. */
    judgeCredits: { amount: string }[];
  } | null;
  evaluator: {
    nextUnits: string;
    leavingUnits: string;
    debt: string;
    seatCount: number;
    revealedCount: number;
  } | null;
  channels: { payee: string; deposited: string; redeemed: string }[];
}

/** What is wrong with an address in the page's own address, in a sentence; undefined when it is one. */
export const addressProblem = (address: string): string | undefined =>
  isAddress(address, { strict: false })
    ? undefined
    : `"${address}" is not an address: 0x and 40 digits from 0 to f. Copy it again from where it was shown.`;

export const useAccountRecord = (address: string) =>
  useGraph<AccountRecord>("account", ACCOUNT, { id: address.toLowerCase(), address: address.toLowerCase() });

export interface TransactionView {
  from: string;
  to: string | null;
  block: bigint;
  timestamp: bigint;
  gasUsed: bigint;
  ok: boolean;
  logs: { address: string; index: number; topic: string | undefined }[];
}

/** A mined transaction from the chain itself. */
export function useTransactionView(hash: string) {
  const client = useClient();
  return useQuery({
    queryKey: ["document", "tx", hash],
    enabled: client !== undefined,
    queryFn: async (): Promise<TransactionView> => {
      if (!client) throw new Error("The chain is not connected.");
      if (!isHash(hash))
        throw new Error(`"${hash}" is not a transaction: 0x and 64 digits from 0 to f. Copy it again from its source.`);
      const receipt = await getTransactionReceipt(client, { hash }).catch((cause: unknown) => {
        if (!(cause instanceof TransactionReceiptNotFoundError)) throw cause;
        throw new Error("This chain has no such transaction, or has not mined it yet.", { cause });
      });
      const block = await getBlock(client, { blockNumber: receipt.blockNumber });
      return {
        from: receipt.from,
        to: receipt.to,
        block: receipt.blockNumber,
        timestamp: block.timestamp,
        gasUsed: receipt.gasUsed,
        ok: receipt.status === "success",
        logs: receipt.logs.map((log) => ({ address: log.address, index: log.logIndex, topic: log.topics[0] })),
      };
    },
  });
}

export interface ContentView {
  size: number;
  text: string | undefined;
}

const PREVIEW_BYTES = 200_000;

/** What is stored under a CID: pretty JSON, text, or only its size. */
export function useContent(cid: string) {
  return useQuery({
    queryKey: ["document", "content", cid],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async (): Promise<ContentView> => {
      const buffer = await fetchCid(cid);
      return {
        size: buffer.byteLength,
        text: asText(buffer.slice(0, PREVIEW_BYTES), buffer.byteLength <= PREVIEW_BYTES),
      };
    },
  });
}

function asText(buffer: ArrayBuffer, whole: boolean): string | undefined {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: whole }).decode(buffer);
  } catch {
    // Not text: the page offers the bytes instead.
    return undefined;
  }
  if (text.includes("\u0000")) return undefined;
  if (!whole || !/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Looks like JSON but is not: shown as it is.
    return text;
  }
}
