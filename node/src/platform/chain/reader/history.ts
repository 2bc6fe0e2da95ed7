import type { Hex } from "viem";
import type { BlockPointer } from "./types.ts";

type Answer<T> = T | Promise<T>;

/** The blocks that a reader's user has handled: where it stands, and what a reorg is found by. */
export interface ChainHistory {
  /** The newest handled block. */
  head(): Answer<BlockPointer | undefined>;
  hashAt(number: number): Answer<Hex | undefined>;
  /** The oldest block whose hash is still known. */
  oldest(): Answer<number | undefined>;
  /** The newest handled block that the chain called final; nothing at or below it is ever undone. */
  finalised(): Answer<number | undefined>;
  finalise(number: number): Answer<void>;
}
