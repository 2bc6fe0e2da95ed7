import type { Block } from "./chain.ts";
import { isSame } from "./sameCall.ts";

/** Blocks above one whose parents are checked: no abandoned fork goes on for so long. */
const PARENTS = 128n;

/**
 * Whether the finalised block, or a long run of blocks below it, stands on `block`, parent by parent. A number alone proves
 * nothing: a backend that lags may still show the block of an abandoned fork at it.
 */
export async function isUnder(
  read: (number: bigint) => Promise<Block | undefined>,
  block: Block,
  finalised: Block,
): Promise<boolean> {
  if (block.number > finalised.number) return false;
  const last = block.number + PARENTS < finalised.number ? block.number + PARENTS : finalised.number;
  let below = block;
  for (let number = block.number + 1n; number <= last; number++) {
    const next = number === finalised.number ? finalised : await read(number);
    if (next === undefined || !isSame(next.parentHash, below.hash)) return false;
    below = next;
  }
  return last < finalised.number || isSame(below.hash, finalised.hash);
}
