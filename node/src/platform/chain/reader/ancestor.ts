import { RpcUnready } from "../rpc/faults.ts";
import type { ChainHistory } from "./history.ts";
import type { ChainSource } from "./source.ts";
import type { BlockPointer, ChainBlock } from "./types.ts";

/** The newest block that a branch has in common with what was handled, or why there is none to go back to. */
export type Ancestor = { readonly block: BlockPointer } | { readonly lost: string };

/**
 * Walks from `top` down by parent hashes, so that every step is proven by the one above it and no answer by number can
 * lead astray. Ends at the oldest known block and never goes below a final one.
 */
export async function findAncestor(source: ChainSource, history: ChainHistory, top: ChainBlock): Promise<Ancestor> {
  const [oldest, finalised] = [await history.oldest(), await history.finalised()];
  let block = top;
  while (oldest !== undefined && block.number >= oldest) {
    if ((await history.hashAt(block.number)) === block.hash) return { block };
    if (finalised !== undefined && block.number <= finalised)
      return { lost: `its block ${block.number} is not the one that was final here` };
    if (block.number === 0) break;
    const parent = await source.blockByHash(block.parentHash);
    if (parent === undefined) throw new RpcUnready(`The RPC lacks block ${block.number - 1} of its own chain.`);
    if (parent.number !== block.number - 1)
      throw new RpcUnready(`The RPC's block ${parent.number} stands below its block ${block.number}.`);
    block = parent;
  }
  return { lost: `none of the blocks from ${oldest ?? 0} on is in it` };
}
