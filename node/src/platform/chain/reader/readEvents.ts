import { type Abi, type ContractEventName, encodeEventTopics, type Hex, parseEventLogs } from "viem";
import type { ChainClient } from "../clients.ts";
import type { EventLogs } from "../follower.ts";
import { isRefusal, isTimeout } from "../rpc/faults.ts";
import { createSpan } from "./span.ts";

/** Blocks asked for at once. */
const MOST_BLOCKS = 10_000;

export interface ReadEventsOptions<abi extends Abi> {
  readonly address: Hex;
  readonly abi: abi;
  readonly eventName: ContractEventName<abi>;
  /** values of indexed arguments */
  readonly args: object;
  readonly fromBlock: bigint;
  readonly toBlock: bigint;
}

/**
 * The events of one kind between two blocks, in ranges as wide as the provider takes them, newest range first. Ends
 * with the range in which `isEnough`. For a single question: who needs every event follows the chain.
 */
export async function readEvents<const abi extends Abi>(
  client: ChainClient,
  options: ReadEventsOptions<abi>,
  isEnough: (events: EventLogs<abi>) => boolean,
): Promise<EventLogs<abi>> {
  const { address, abi, eventName, args, fromBlock } = options;
  const topics = encodeEventTopics({ abi: abi as Abi, eventName: eventName as string, args: args as never });
  const span = createSpan(MOST_BLOCKS);
  let found: unknown[] = [];
  let to = options.toBlock;
  while (to >= fromBlock) {
    const start = to - BigInt(span.size) + 1n;
    const from = start < fromBlock ? fromBlock : start;
    try {
      const filter = { address, topics, fromBlock: hex(from), toBlock: hex(to) };
      const raw = await client.request({ method: "eth_getLogs", params: [filter] });
      const logs = raw.map((log) => ({
        ...log,
        blockNumber: log.blockNumber === null ? null : BigInt(log.blockNumber),
        logIndex: Number(log.logIndex),
        transactionIndex: Number(log.transactionIndex),
      }));
      found = [...parseEventLogs({ abi: abi as Abi, logs: logs as never, strict: true }), ...found];
      if (isEnough(found as EventLogs<abi>)) break;
      to = from - 1n;
      span.took();
    } catch (error) {
      if (!(isRefusal(error) || isTimeout(error)) || from === to || !span.shrink()) throw error;
    }
  }
  return found as EventLogs<abi>;
}

const hex = (value: bigint): Hex => `0x${value.toString(16)}`;
