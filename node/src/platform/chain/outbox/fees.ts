/** What one gas may cost, in wei (EIP-1559). */
export interface Fees {
  maxFee: bigint;
  maxTip: bigint;
}

const lower = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const higher = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** A replacement must offer more: nodes ask for 10%, some for 12.5%. */
const raised = (fee: bigint): bigint => fee + higher(fee / 8n + (fee % 8n === 0n ? 0n : 1n), 1n);

/** Fees for a first version: room for the base fee to double, at most `ceiling`. */
export function firstFees(baseFee: bigint, tip: bigint, ceiling: bigint): Fees {
  const maxFee = lower(2n * baseFee + tip, ceiling);
  return { maxFee, maxTip: lower(tip, maxFee) };
}

/** Fees of a version that replaces one with `paid`; undefined where the least raise is above the ceiling. */
export function raisedFees(paid: Fees, baseFee: bigint, tip: bigint, ceiling: bigint): Fees | undefined {
  const least = { maxFee: raised(paid.maxFee), maxTip: raised(paid.maxTip) };
  if (least.maxFee > ceiling) return undefined;
  const wanted = firstFees(baseFee, tip, ceiling);
  const maxFee = higher(wanted.maxFee, least.maxFee);
  return { maxFee, maxTip: lower(higher(wanted.maxTip, least.maxTip), maxFee) };
}

/** A transaction that is merely slow offers no more than so many times what a first version would offer now. */
const MOST_TIMES = 4n;

/**
 * Most that a slow transaction may offer. Blocks would take it at less, so something else holds it up: an account that
 * can't pay, or an RPC that drops what it takes. Only a base fee above the offer may drive it up to the ceiling.
 */
export const mostWhenSlow = (baseFee: bigint, tip: bigint, ceiling: bigint): bigint =>
  lower(MOST_TIMES * firstFees(baseFee, tip, ceiling).maxFee, ceiling);

/** Blocks after which a transaction whose turn it is, and that was not mined, offers more. */
const PATIENT_BLOCKS = 5n;
/** This close to its deadline it offers more after fewer blocks, seconds. The next block may just have missed it. */
const URGENT_SECONDS = 120;
const URGENT_BLOCKS = 2n;

interface Waiting {
  /** fees and signing block of its newest version */
  newest: Fees & { block: bigint; kind: "intent" | "cancel" };
  /** its deadline, unix seconds */
  deadline: number | undefined;
  /** the nearest deadline of all that wait behind it or for it */
  nearest: number | undefined;
}

export type WhyReplace = "deadline" | "base_fee" | "slow";

/** Why the newest version has to be replaced now, if it has to. */
export function whyReplace(
  { newest, deadline, nearest }: Waiting,
  head: { number: bigint; timestamp: bigint; baseFee: bigint },
): WhyReplace | undefined {
  const now = Number(head.timestamp);
  if (deadline !== undefined && now > deadline && newest.kind === "intent") return "deadline";
  const waited = head.number - newest.block;
  if (waited < 1n) return undefined;
  if (head.baseFee > newest.maxFee) return "base_fee";
  const isUrgent = nearest !== undefined && nearest - now < URGENT_SECONDS;
  return waited >= (isUrgent ? URGENT_BLOCKS : PATIENT_BLOCKS) ? "slow" : undefined;
}
