/** How much one paid call may say of a model: by what was paid for it, and never more than one payer may say. */

export type LiveRules = {
  /** fee that makes a call count as one item, token wei */
  feeUnit: bigint;
  /** items one payer may add to one condition of one model within a window: passes and failures each */
  payerCap: number;
  windowSeconds: number;
};

/** Items a call counts before the payer's cap: its fee against the unit, one at most. */
export function feeWeight(fee: bigint, feeUnit: bigint): number {
  if (fee >= feeUnit) return 1;
  return Number((fee * 1_000_000n) / feeUnit) / 1_000_000;
}

/** Evidence of one payer that already counted, for one condition and one kind. */
export type Counted = { at: number; weight: number };

/** Room the payer has left at a time. Forgets in place what lies before the window. */
export function roomLeft(counted: Counted[], at: number, rules: Pick<LiveRules, "payerCap" | "windowSeconds">): number {
  while (counted[0] !== undefined && counted[0].at <= at - rules.windowSeconds) counted.shift();
  return Math.max(0, rules.payerCap - counted.reduce((sum, { weight }) => sum + weight, 0));
}

/**
 * A rating with the calls it vouches for: a payer who judges at all accepts by silence the `silent` calls since its last
 * rating, so what counts is its rate of complaint, not how often it calls. Passes and complaint shrink together where
 * the room is short, but a complaint keeps at least its share of one item: a full account of passes must not mute it.
 */
export function ratingWeights(input: {
  right: boolean;
  weight: number;
  silent: number;
  room: { passes: number; failures: number };
}): { passes: number; failures: number } {
  const { right, weight, silent, room } = input;
  const passes = (silent + (right ? 1 : 0)) * weight;
  const scale = passes === 0 ? 1 : Math.min(1, room.passes / passes);
  if (right) return { passes: passes * scale, failures: 0 };
  const wanted = weight * Math.max(scale, 1 / (1 + silent));
  const failures = Math.min(wanted, room.failures);
  return { passes: wanted === 0 ? 0 : (passes * scale * failures) / wanted, failures };
}
