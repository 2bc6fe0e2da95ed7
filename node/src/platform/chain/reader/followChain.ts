import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "../../log.ts";
import type { ChainReader } from "./chainReader.ts";
import type { ChainHistory } from "./history.ts";
import type { ChainStep } from "./step.ts";
import type { BlockPointer } from "./types.ts";

/** Wait between two looks at the chain when there is nothing new, milliseconds. */
const POLL_MS = 300;
/** Longest wait between two looks while the RPC fails, milliseconds. */
const MOST_MS = 2_000;
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
  let faults = 0;
  // A server that does not answer must not hold up the end. One promise for all looks would keep every step for ever.
  let stop = (): void => undefined;
  signal.addEventListener("abort", () => stop(), { once: true });
  while (!signal.aborted) {
    let pause = 0;
    try {
      const step = await new Promise<ChainStep | undefined>((resolve, reject) => {
        stop = () => resolve(undefined);
        reader.next(history).then(resolve, reject);
      });
      if (step === undefined) return;
      tell(step);
      follower.onCaughtUp(step.kind === "none");
      await handleStep(follower, step);
      // On a fast chain every look finds new blocks, and none finds nothing to do.
      if (step.kind === "blocks" && step.reachesHead && !signal.aborted) follower.onCaughtUp(true);
      if (step.kind === "none") pause = POLL_MS;
      const isWaiting = step.kind === "wait" || step.kind === "lost";
      faults = step.kind === "lost" || (step.kind === "wait" && step.isFault) ? faults + 1 : 0;
      if (isWaiting) pause = Math.min(MOST_MS, POLL_MS * 2 ** Math.max(0, faults - 1));
      else follower.onFault(undefined);
    } catch (error) {
      if (signal.aborted) return;
      follower.onFault(error);
      pause = RETRY_MS;
    }
    if (pause > 0) await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}

/** Lets the follower handle what happened on the chain. */
export async function handleStep({ reader, onBlocks, onRewind }: ChainFollower, step: ChainStep): Promise<void> {
  if (step.kind === "rewind") await onRewind(step.to);
  if (step.kind !== "blocks") return;
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
