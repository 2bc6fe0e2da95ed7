import { AssayError } from "../errors/assay-error.ts";
import { LANE_COUNT, POSITIONS, REPEAT_LANES, TRIAL_LAYOUT } from "./layout.ts";
import { requireUint } from "./words.ts";

const LANE_BITS = 16n;
const LANE_MASK = (1n << LANE_BITS) - 1n;

function countBits(value: bigint): number {
  let count = 0;
  for (let rest = value; rest > 0n; rest &= rest - 1n) count++;
  return count;
}

function rangeMask(first: number, count: number): bigint {
  return ((1n << BigInt(count)) - 1n) << BigInt(first);
}

/** Throws unless every passed trial is one the suite runs, at a position the layout knows. */
export function requireTrialBits(trialBits: bigint, trialMask: bigint): void {
  if (trialMask < 0n || trialMask >= 1n << BigInt(POSITIONS)) {
    throw new AssayError(`trialMask must use the ${POSITIONS} positions of the layout only, not ${trialMask}.`, {
      code: "TRIAL_MASK",
      field: "trialMask",
    });
  }
  if (trialBits < 0n || (trialBits & ~trialMask) !== 0n) {
    throw new AssayError(`trialBits ${trialBits} marks a trial that trialMask ${trialMask} does not run.`, {
      code: "TRIAL_BITS",
      field: "trialBits",
    });
  }
}

/** The item's lanes (0 or 1 each): a condition's lane is 1 if it has present trials and all of them passed. */
export function itemLanes(trialBits: bigint, trialMask: bigint): number[] {
  requireTrialBits(trialBits, trialMask);
  const lanes = new Array<number>(LANE_COUNT).fill(0);
  for (const { condition, first, count, lane } of TRIAL_LAYOUT) {
    const present = trialMask & rangeMask(first, count);
    if (condition === "repeat") {
      const passes = countBits(trialBits & present);
      for (const wanted of REPEAT_LANES) lanes[wanted] = passes >= wanted ? 1 : 0;
    } else {
      lanes[lane] = present !== 0n && (trialBits & present) === present ? 1 : 0;
    }
  }
  return lanes;
}

/** Packs up to 16 counts of 16 bits, lane 0 in the lowest bits. */
export function packLanes(lanes: readonly number[]): bigint {
  if (lanes.length > LANE_COUNT) {
    throw new AssayError(`lanes must have at most ${LANE_COUNT} entries, not ${lanes.length}.`, { code: "LANES" });
  }
  return lanes.reduce((word, count, lane) => {
    requireUint(`lanes[${lane}]`, count, 16);
    return word | (BigInt(count) << (BigInt(lane) * LANE_BITS));
  }, 0n);
}

/** The 16 counts of a packed word. */
export function unpackLanes(word: bigint): number[] {
  return Array.from({ length: LANE_COUNT }, (_, lane) => Number((word >> (BigInt(lane) * LANE_BITS)) & LANE_MASK));
}

/** Lower median per lane over seats (of an even number the smaller middle), as the chain takes it at finalize. */
export function lowerMedianLanes(words: readonly bigint[]): bigint {
  if (words.length === 0) throw new AssayError("At least one seat's lanes are needed.", { code: "LANES" });
  const seats = words.map(unpackLanes);
  const medians = Array.from({ length: LANE_COUNT }, (_, lane) => {
    const sorted = seats.map((lanes) => lanes[lane] ?? 0).sort((a, b) => a - b);
    return sorted[(sorted.length - 1) >> 1] ?? 0;
  });
  return packLanes(medians);
}
