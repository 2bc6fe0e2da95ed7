/** A chain of constant answers behind viem's client: calls by function name, events as they are added. For tests. */
import * as abis from "@assay/sdk/abi";
import {
  type Abi,
  type AbiFunction,
  type Address,
  type ContractEventName,
  custom,
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  getAbiItem,
  type Hex,
  keccak256,
  numberToHex,
  toFunctionSelector,
  zeroHash,
} from "viem";
import { type ChainClient, createChainClient } from "../platform/chain/clients.ts";

const CHAIN_ID = 31_337;

export interface ChainDouble {
  client: ChainClient;
  /** answers by function name; a test may change them. A call without an answer fails */
  answers: Record<string, (...args: never[]) => unknown>;
  /** while true, nothing is answered */
  isAway: boolean;
  /** mines a block with one event */
  emit<const abi extends Abi>(address: Address, abi: abi, eventName: ContractEventName<abi>, args: object): void;
}

const FUNCTIONS = new Map<Hex, AbiFunction>(
  Object.values(abis).flatMap((abi: Abi) =>
    abi.filter((item) => item.type === "function").map((item) => [toFunctionSelector(item), item] as const),
  ),
);

function answerCall(answers: ChainDouble["answers"], data: Hex): Hex {
  const item = FUNCTIONS.get(data.slice(0, 10) as Hex);
  const answer = item === undefined ? undefined : answers[item.name];
  if (item === undefined || answer === undefined) throw new Error(`no answer to ${item?.name ?? data.slice(0, 10)}`);
  const args = decodeFunctionData({ abi: [item], data }).args ?? [];
  return encodeFunctionResult({ abi: [item] as Abi, functionName: item.name, result: answer(...(args as never[])) });
}

export function chainDouble(answers: ChainDouble["answers"] = {}): ChainDouble {
  const logs: Record<string, unknown>[] = [];
  const hashOf = (block: number): Hex => keccak256(numberToHex(block + 1, { size: 32 }));
  const blockAt = (block: number) => ({
    number: numberToHex(block),
    hash: hashOf(block),
    parentHash: hashOf(block - 1),
    timestamp: numberToHex(block),
    transactions: block === 0 ? [] : [zeroHash],
  });
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    if (chain.isAway) throw new Error("connection refused");
    const [first] = (params ?? []) as [Record<string, Hex>];
    if (method === "eth_chainId") return numberToHex(CHAIN_ID);
    if (method === "eth_blockNumber") return numberToHex(logs.length);
    if (method === "eth_getBlockByNumber") {
      const block = /^0x/.test(String(first)) ? Number(first) : logs.length;
      return block > logs.length ? null : blockAt(block);
    }
    if (method === "eth_getLogs")
      return logs.filter(
        ({ blockNumber, blockHash }) =>
          blockHash === first.blockHash ||
          (Number(blockNumber) >= Number(first.fromBlock) && Number(blockNumber) <= Number(first.toBlock)),
      );
    if (method === "eth_getBlockReceipts") {
      const own = logs.filter(({ blockNumber }) => Number(blockNumber) === Number(first));
      return [{ blockHash: hashOf(Number(first)), transactionIndex: "0x0", logs: own }];
    }
    if (method === "eth_call") return answerCall(chain.answers, first.data ?? "0x");
    if (method === "eth_getCode") return "0x";
    throw new Error(`no answer to ${method}`);
  };
  const client = createChainClient(
    { chainId: CHAIN_ID, rpcUrl: "http://nowhere" },
    custom({ request }, { retryCount: 0 }),
  );
  const chain: ChainDouble = {
    client,
    answers,
    isAway: false,
    emit(address, abi, eventName, args) {
      const item = getAbiItem({ abi: abi as Abi, name: eventName as string });
      if (item?.type !== "event") throw new Error(`${String(eventName)} is no event`);
      const values = args as Record<string, unknown>;
      const data = item.inputs.filter(({ indexed }) => !indexed);
      const block = logs.length + 1;
      logs.push({
        address,
        topics: encodeEventTopics({ abi: abi as Abi, eventName: eventName as string, args: values }),
        data: encodeAbiParameters(
          data,
          data.map(({ name }) => values[name ?? ""]),
        ),
        blockNumber: numberToHex(block),
        blockHash: hashOf(block),
        transactionHash: zeroHash,
        transactionIndex: "0x0",
        logIndex: "0x0",
        removed: false,
      });
    },
  };
  return chain;
}
