import { BigInt } from "@graphprotocol/graph-ts";

const LANES: i32 = 16;
const LANE_BITS: i32 = 16;
const LANE_MASK = BigInt.fromI32(65535);

/** Unpacks 16 counts of 16 bits, lane 0 in the lowest bits. */
export function laneCounts(lanes: BigInt): i32[] {
  const counts: i32[] = [];
  for (let lane = 0; lane < LANES; lane++) {
    counts.push(
      lanes
        .rightShift(<u8>(lane * LANE_BITS))
        .bitAnd(LANE_MASK)
        .toI32(),
    );
  }
  return counts;
}
