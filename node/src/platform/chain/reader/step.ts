import type { BlockPointer, BlockWithLogs, ChainBlock } from "./types.ts";

/** What happened on the chain after the newest handled block. */
export type ChainStep =
  | { readonly kind: "none" }
  /** The RPC can't be used at present: nothing changes until it can. `isFault`: asking it less often may help. */
  | { readonly kind: "wait"; readonly reason: string; readonly isFault: boolean }
  /** The chain has none of the handled blocks: a person has to decide. */
  | { readonly kind: "lost"; readonly reason: string }
  /** Blocks after `to` are no longer part of the chain. */
  | { readonly kind: "rewind"; readonly to: BlockPointer }
  /** All next blocks, and those among them that have logs. `reachesHead`: the last one is the newest that was seen. */
  | {
      readonly kind: "blocks";
      readonly all: readonly ChainBlock[];
      readonly withLogs: readonly BlockWithLogs[];
      readonly reachesHead: boolean;
    };
