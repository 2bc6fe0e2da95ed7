import { encodeAbiParameters, type Hex, keccak256 } from "viem";

/** A staker as the draw met it, before any seat was drawn. */
export interface DrawStaker {
  stakerId: number;
  account: string;
  /** Units that counted in the epoch of the draw. */
  weight: number;
  /** Units at stake; below the weight where one was slashed in this epoch. */
  staked: number;
  locked: number;
}

export interface DrawInput {
  seed: Hex;
  seats: number;
  stakers: DrawStaker[];
  /** Staker numbers that could not be drawn. */
  barred: ReadonlySet<number>;
}

export interface Pick {
  seat: number;
  stakerId: number;
  /** Number of the try that counted, from 0: earlier ones fell on units that cannot be drawn. */
  attempt: number;
  unit: number;
  /** Units of the staker in the line of all: first, and one past the last. */
  from: number;
  to: number;
}

/** Picks a seat may use up before the draw gives up, as contracts/stake/Sortition.sol has it. */
const MAX_TRIES = 64;

/** Unit that a try of a seat points at, of `total` in the line of all stakers. */
function unitOf(seed: Hex, seat: number, attempt: number, total: number): number {
  const words = [{ type: "bytes32" }, { type: "uint256" }, { type: "uint256" }] as const;
  return Number(BigInt(keccak256(encodeAbiParameters(words, [seed, BigInt(seat), BigInt(attempt)]))) % BigInt(total));
}

/**
 * Draws again what the contract drew: each seat takes the staker whose unit its hash points at, in the line of all units
 * by staker number; units that are locked, slashed in this epoch, or a barred staker's are tried past.
 * @returns a pick a seat; fewer where no free unit was found
 */
export function replayDraw({ seed, seats, stakers, barred }: DrawInput): Pick[] {
  const line = stakers.toSorted((a, b) => a.stakerId - b.stakerId).map((staker) => ({ ...staker, from: 0 }));
  let total = 0;
  for (const staker of line) {
    staker.from = total;
    total += staker.weight;
  }
  const picks: Pick[] = [];
  for (let seat = 0; seat < seats && total > 0; seat++) {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const unit = unitOf(seed, seat, attempt, total);
      const staker = line.find(({ from, weight }) => unit >= from && unit < from + weight);
      if (staker === undefined) break;
      const offset = unit - staker.from;
      if (offset < staker.locked || offset >= staker.staked || barred.has(staker.stakerId)) continue;
      staker.locked += 1;
      const { stakerId, from, weight } = staker;
      picks.push({ seat, stakerId, attempt, unit, from, to: from + weight });
      break;
    }
  }
  return picks;
}

/** Seed of a round's draw from that of its epoch, as Admission makes it. */
export function drawSeed(epochSeed: Hex, admission: Hex, roundId: bigint, redraw: number): Hex {
  const words = [{ type: "bytes32" }, { type: "address" }, { type: "uint256" }, { type: "uint256" }] as const;
  return keccak256(encodeAbiParameters(words, [epochSeed, admission, roundId, BigInt(redraw)]));
}
