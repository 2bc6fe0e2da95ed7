/** Golden vectors of the trial layout: every condition's positions and lane, and what single items count for. */
import { itemLanes, LANE_COUNT, POSITIONS, TRIAL_LAYOUT } from "@assay/sdk/hashing";

const ALL = (1n << BigInt(POSITIONS)) - 1n;
/** Masks of a first release's suite, of every position, of single ones, and of two and three repeats. */
const MASKS = [0x7c03ffn, ALL, 1n, 1n << 42n, 0b110n, 0b10_1010n, 0b1111n << 34n];

function itemVectors() {
  return MASKS.flatMap((trialMask) =>
    [0n, trialMask, trialMask & ~0b1000n, trialMask & 0x5_5555_5555n, trialMask & 0xa_aaaa_aaaan].map((trialBits) => ({
      trialMask: trialMask.toString(),
      trialBits: trialBits.toString(),
      lanes: itemLanes(trialBits, trialMask),
    })),
  );
}

/** What test/golden/layout.json holds. */
export function layoutVectors() {
  return { conditions: TRIAL_LAYOUT, positions: POSITIONS, lanes: LANE_COUNT, items: itemVectors() };
}
