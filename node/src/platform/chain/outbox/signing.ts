import { keccak256 } from "viem";
import { messageOf } from "../../errors.ts";
import { type Block, RefusedCall } from "./chain.ts";
import { note, type OutboxContext } from "./context.ts";
import { type Fees, firstFees, mostWhenSlow, raisedFees, type WhyReplace } from "./fees.ts";
import { DeadlineError, RevertError } from "./intent.ts";
import type { Attempt, OutboxRow } from "./rows.ts";

/**
 * Gas above what the estimate says. Another's call in the same block can make this one do more than it would have done
 * alone: a third signal voids the round and settles its money, where a second one is a single word.
 */
const GAS_RESERVE = 400_000n;
/** A cancellation sends nothing to the account itself. */
const TRANSFER_GAS = 100_000n;

/** Most that a call may offer: less than the ceiling by one raise, so that a cancellation can still replace it. */
const mostFor = (kind: Attempt["kind"], ceiling: bigint): bigint => (kind === "cancel" ? ceiling : (ceiling * 8n) / 9n);

/** Nonces by which the pending count may be ahead of what was mined or signed here. */
const MOST_PENDING = 64;

const isPast = ({ deadline }: OutboxRow, head: Block): boolean =>
  deadline !== undefined && Number(head.timestamp) > deadline;

/**
 * Signs an intent for the first time and sends it. Returns why it never will be, after forgetting it: the chain refuses
 * the call, or its deadline is over. It waits where the RPC tells a nonce that can't be: the intent would have it for life.
 */
export async function signFirst(
  context: OutboxContext,
  row: OutboxRow,
  head: Block,
  used: number,
): Promise<"signed" | "waits" | RevertError | DeadlineError> {
  const { chain, store } = context;
  if (isPast(row, head)) {
    await store.dropUnsigned(row.key);
    return new DeadlineError("deadline_passed", row.key, row.deadline);
  }
  let gas: bigint;
  try {
    // The state may differ by the block it lands in (a first commit costs more than a second), hence the margin.
    gas = ((await chain.estimate(row)) * 13n) / 10n + GAS_RESERVE;
  } catch (error) {
    if (!(error instanceof RefusedCall)) throw error;
    await store.dropUnsigned(row.key);
    return new RevertError(row.key, error.cause);
  }
  const fees = firstFees(head.baseFee, await chain.tip(), mostFor("intent", context.ceiling));
  const pending = await chain.nonce("pending");
  const held = await store.highestNonce();
  // Never below one that was used: neither the chain's word alone nor ours alone is enough.
  const next = Math.max(used, held === undefined ? 0 : held + 1);
  if (row.nonce === undefined && pending > next + MOST_PENDING) {
    note(context, row.key, {
      why: "rpc",
      sentence: `The RPC counts ${pending} transactions of the account, but only ${next} are mined or known here; it waits, because the count can't be right. Look at the RPC, or at what else sends from the account.`,
    });
    return "waits";
  }
  if (context.reasons.get(row.key)?.why === "rpc") context.reasons.delete(row.key);
  const nonce = row.nonce ?? Math.max(pending, next);
  await signAndSend(context, row, { kind: "intent", nonce, gas, ...fees }, head);
  return "signed";
}

/**
 * Replaces the newest version by one that offers more, or by a cancellation. False when it may not offer more: the ceiling
 * forbids it, or it is slow for a reason that is not its price.
 */
export async function signAgain(
  context: OutboxContext,
  row: OutboxRow,
  attempts: readonly Attempt[],
  head: Block,
  why: WhyReplace,
): Promise<boolean> {
  const { chain, ceiling } = context;
  const newest = attempts.at(-1);
  if (newest === undefined) return false;
  const kind = isPast(row, head) ? "cancel" : "intent";
  const tip = await chain.tip();
  const most = mostFor(kind, ceiling);
  const isOnlySlow = why === "slow" && kind === newest.kind;
  const fees = raisedFees(newest, head.baseFee, tip, isOnlySlow ? mostWhenSlow(head.baseFee, tip, most) : most);
  if (fees === undefined) return false;
  // A deadline that moved after a cancellation was signed brings the call back, with the gas it had.
  const call = attempts.findLast((one) => one.kind === "intent");
  const gas = kind === "cancel" || call === undefined ? TRANSFER_GAS : call.gas;
  await signAndSend(context, row, { kind, nonce: newest.nonce, gas, ...fees }, head);
  return true;
}

async function signAndSend(
  context: OutboxContext,
  row: OutboxRow,
  version: Pick<Attempt, "kind" | "nonce" | "gas"> & Fees,
  head: Block,
): Promise<void> {
  const { chain, store, account, log } = context;
  const { kind, nonce, gas, maxFee, maxTip } = version;
  const what =
    kind === "cancel"
      ? { to: account.address, data: "0x" as const, value: 0n }
      : { to: row.to, data: row.data, value: row.value };
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: chain.id,
    ...what,
    nonce,
    gas,
    maxFeePerGas: maxFee,
    maxPriorityFeePerGas: maxTip,
  });
  const attempt = { ...version, hash: keccak256(raw), raw, block: head.number };
  await store.addAttempt(row.key, attempt);
  log.info("outbox_signed", { key: row.key, kind, nonce, hash: attempt.hash, maxFee, maxTip });
  await broadcast(context, row.key, attempt);
}

/** Answers of a node that holds a version already, or a dearer one, or has it in a block: the account could pay. */
const IS_HELD = /already known|underpriced|nonce too low/i;

/** Sends a stored version. Whatever the node answers, the receipt decides. */
export async function broadcast(context: OutboxContext, key: string, { hash, raw }: Attempt, round = 0): Promise<void> {
  context.sent.set(hash, round);
  const forgetFunds = (): void => {
    if (context.reasons.get(key)?.why === "funds") context.reasons.delete(key);
  };
  try {
    await context.chain.broadcast(raw);
    forgetFunds();
  } catch (error) {
    const sentence = messageOf(error);
    if (/insufficient funds/i.test(sentence))
      note(context, key, {
        why: "funds",
        sentence: `The account can't pay for it; send ether to ${context.account.address}.`,
      });
    // "already known", "nonce too low" and a lost connection all end the same way.
    else context.log.info("outbox_broadcast", { key, hash, answer: sentence });
    if (IS_HELD.test(sentence)) forgetFunds();
  }
}
