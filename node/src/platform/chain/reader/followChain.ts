import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../../log.ts";
import type { ChainReader, ChainStep } from "./chainReader.ts";
import type { ChainHistory } from "./history.ts";
import type { BlockPointer } from "./types.ts";

/** Wait between two looks at the chain when there is nothing new, milliseconds. */
const POLL_MS = 300;
/** Longest wait between two looks while the RPC can't be used, milliseconds. */
const MOST_MS = 2_000;
/** Looks at the usual pace before they get rarer. */
const QUICK_LOOKS = 4;
/** Wait after a fault of whoever handles the blocks, milliseconds. */
const RETRY_MS = 2_000;
/** A wait shorter than this is not worth a line in the log, milliseconds. */
const WORTH_TELLING_MS = 3_000;

export type BlocksStep = Extract<ChainStep, { kind: "blocks" }>;

export interface ChainFollower {
  readonly reader: ChainReader;
  readonly history: ChainHistory;
  readonly log: Logger;
  readonly signal: AbortSignal;
  /** Handles and stores the blocks; `history` stands at the last of them afterwards. */
  onBlocks(step: BlocksStep): Promise<void>;
  /** Undoes all blocks after `to`; `history` stands at it afterwards. */
  onRewind(to: BlockPointer): Promise<void>;
  /** Everything that the RPC shows is handled. */
  onCaughtUp(isCaughtUp: boolean): void;
  /** Handling failed; undefined once it works again. */
  onFault(error: unknown): void;
}

/** Follows the chain until `signal`. Faults of the RPC are waited out; faults of the handling are told and tried again. */
export async function followChain(follower: ChainFollower): Promise<void> {
  const { reader, history, signal } = follower;
  const tell = createTeller(follower.log);
  let waits = 0;
  while (!signal.aborted) {
    let pause = 0;
    try {
      const step = await reader.next(history);
      if (signal.aborted) return;
      tell(step);
      follower.onCaughtUp(step.kind === "none");
      if (step.kind === "blocks") await handleBlocks(follower, step);
      else if (step.kind === "rewind") await follower.onRewind(step.to);
      else if (step.kind === "none") pause = POLL_MS;
      waits = step.kind === "wait" || step.kind === "lost" ? waits + 1 : 0;
      if (waits > 0) pause = Math.min(MOST_MS, POLL_MS * 2 ** Math.max(0, waits - QUICK_LOOKS));
      if (waits === 0) follower.onFault(undefined);
    } catch (error) {
      if (signal.aborted) return;
      follower.onFault(error);
      pause = RETRY_MS;
    }
    if (pause > 0) await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}

async function handleBlocks({ reader, onBlocks }: ChainFollower, step: BlocksStep): Promise<void> {
  await onBlocks(step);
  const last = step.all.at(-1);
  if (last !== undefined) reader.watch.handled(last);
}

/** One line when a wait has lasted, and one when it is over. */
function createTeller(log: Logger): (step: ChainStep) => void {
  let since: number | undefined;
  let told: ChainStep["kind"] | undefined;
  return (step) => {
    if (step.kind !== "wait" && step.kind !== "lost") {
      if (told !== undefined) log.info("chain_read_again");
      since = undefined;
      told = undefined;
      return;
    }
    since ??= Date.now();
    if (told === step.kind || (step.kind === "wait" && Date.now() - since < WORTH_TELLING_MS)) return;
    told = step.kind;
    log.warn(step.kind === "lost" ? "chain_lost" : "chain_waiting", { reason: step.reason });
  };
}
