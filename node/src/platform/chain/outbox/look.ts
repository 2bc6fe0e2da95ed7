import type { TransactionReceipt } from "viem";
import { messageOf } from "../../errors.ts";
import type { Block } from "./chain.ts";
import { note, type OutboxContext, type Reason } from "./context.ts";
import { whyReplace } from "./fees.ts";
import type { DeadlineError, RevertError } from "./intent.ts";
import { fateOf, findReceipt } from "./receipts.ts";
import type { Attempt, OutboxRow } from "./rows.ts";
import { isSame, isSameCall } from "./sameCall.ts";
import { broadcast, signAgain, signFirst } from "./signing.ts";
import { type OpenIntent, PASS } from "./store.ts";
import { type NonceUse, whoUsed } from "./whoUsed.ts";

/** Rounds after which a version without a receipt is sent again: a node may drop what it holds. */
const RESEND_ROUNDS = 20;
/** Rounds after which an intent is looked at although it is not its turn: the RPC may tell too low a nonce. */
const SWEEP_ROUNDS = 10;
/** Blocks for which a nonce that nobody here holds must keep the others waiting before it is filled. */
const GAP_BLOCKS = 10n;

/** An intent that came to its end: its receipt, or why it never will be sent. */
export interface Ended {
  key: string;
  end: "final" | RevertError | DeadlineError;
}

/** Looks at every open intent in nonce order, again and again; one that fails does not keep the others waiting. */
export function createLooker(context: OutboxContext, signal?: AbortSignal) {
  const { chain, store, log, reasons, sent } = context;
  const proofs = new Map<string, Proof>();
  let round = 0;
  /** rows of what was mined that the last passes left as they are; the next one begins after them */
  let passed = 0;
  let gap: { nonce: number; since: bigint } | undefined;

  /** Callers that acted on an outcome which a reorganisation undid can't be called back; the operator is told. */
  function tellUndone({ key, undone }: OutboxRow, now: string): void {
    if (undone !== undefined && undone !== now)
      log.error("outbox_undone", {
        key,
        before: undone,
        now,
        why: "A reorganisation of the chain changed how it ended; what was done since on the strength of the first end stands.",
      });
  }

  async function finish(row: OutboxRow, { kind }: Attempt, receipt: TransactionReceipt): Promise<void> {
    const { key } = row;
    const state = kind === "cancel" ? "cancelled" : receipt.status === "success" ? "mined" : "reverted";
    await store.finish(key, state, receipt);
    reasons.delete(key);
    proofs.delete(key);
    const { transactionHash: hash, blockNumber: block, gasUsed: gas } = receipt;
    log.info("outbox_final", { key, state, hash, block, gas });
    tellUndone(row, state);
  }

  /** The nonce is used and no attempt has a receipt: only a finalised block tells whether a stranger took it. */
  async function askWhoUsed({ row, attempts }: OpenIntent, nonce: number): Promise<Ended | undefined> {
    const { key } = row;
    const proof = proofs.get(key) ?? { upTo: 0n, askedAt: -1n, own: undefined };
    // Before anything can be thrown, so that no progress is lost.
    proofs.set(key, proof);
    note(context, key, { why: "receipt", sentence: receiptSentence(nonce, proof.own) });
    const finalised = await chain.finalised();
    if (finalised.number <= proof.askedAt && round % SWEEP_ROUNDS !== 0) return undefined;
    const { address } = context.account;
    const since = attempts[0]?.block ?? 0n;
    const use = await whoUsed(chain, { account: address, nonce, since }, finalised, proof);
    proof.askedAt = finalised.number;
    if (use === undefined) return undefined;
    const own = ownVersion(row, attempts, use);
    if (own === undefined) {
      await giveUp(key, nonce, use);
      return undefined;
    }
    proof.own = use;
    const found = await findReceipt(chain, [own]);
    if (found === undefined) {
      note(context, key, { why: "receipt", sentence: receiptSentence(nonce, use) });
      return undefined;
    }
    if (!attempts.includes(own)) log.warn("outbox_signed_elsewhere", { key, nonce, hash: use.hash, block: use.block });
    await finish(row, own, found.receipt);
    return { key, end: "final" };
  }

  /** A stranger has the nonce for good: the intent gets another. */
  async function giveUp(key: string, nonce: number, use: NonceUse): Promise<void> {
    const { address } = context.account;
    await store.freeFromForeign({ key, nonce, hash: use.hash, block: use.block });
    if (key.startsWith("gap:")) await store.dropUnsigned(key);
    proofs.delete(key);
    const sentence = sharedSentence(address, nonce, use);
    log.error("account_shared", { key, nonce, hash: use.hash, block: use.block, why: sentence });
    reasons.set(key, { why: "foreign_nonce", sentence });
  }

  /** It is this intent's turn and it was not mined: it offers more, is cancelled, or is sent again. */
  async function push({ row, attempts }: OpenIntent, head: Block, nearest: number | undefined): Promise<void> {
    const newest = attempts.at(-1);
    if (newest === undefined) return;
    const why = whyReplace({ newest, deadline: row.deadline, nearest }, head);
    // An account that can't pay is not helped by a higher price.
    const isBroke = why === "slow" && reasons.get(row.key)?.why === "funds";
    if (why !== undefined && !isBroke) {
      if (await signAgain(context, row, attempts, head, why)) {
        log.info("outbox_replaced", { key: row.key, why });
        return;
      }
      note(context, row.key, {
        why: "fees",
        sentence:
          why === "slow"
            ? `It offers ${newest.maxFee} wei per gas where blocks cost ${head.baseFee}, and still waits; it offers no more and is sent again. Look at the RPC and at the account's balance.`
            : `It offers ${newest.maxFee} wei per gas, and a raise would pass the ceiling of ${context.ceiling} (maxFeeGwei in config.json); raise it, or wait until blocks cost less than now (${head.baseFee}).`,
      });
    }
    const last = sent.get(newest.hash);
    if (last === undefined || round - last >= RESEND_ROUNDS) await broadcast(context, row.key, newest, round);
  }

  async function lookAtSigned(
    open: OpenIntent,
    head: Block,
    used: number,
    nearest: number | undefined,
  ): Promise<Ended | undefined> {
    const { row, attempts } = open;
    const newest = attempts.at(-1);
    if (row.nonce === undefined || newest === undefined) return undefined;
    const isSweep = round % SWEEP_ROUNDS === 0 || !sent.has(newest.hash);
    if (row.nonce > used && !isSweep) return undefined;
    const found = await findReceipt(chain, row.nonce < used || isSweep ? attempts : [newest]);
    if (found !== undefined) {
      await finish(row, found.attempt, found.receipt);
      return { key: row.key, end: "final" };
    }
    if (row.nonce < used) return await askWhoUsed(open, row.nonce);
    if (row.nonce === used) await push(open, head, nearest);
    else if (!sent.has(newest.hash)) await broadcast(context, row.key, newest, round);
    return undefined;
  }

  /** A nonce below all of ours that nobody here ever signed with: the RPC counted a pending transaction that is gone. */
  async function watchGap(lowest: number, head: Block, used: number): Promise<void> {
    if (used >= lowest || (await store.hasSignedWith(used))) {
      gap = undefined;
      return;
    }
    if (gap?.nonce !== used) gap = { nonce: used, since: head.number };
    if (head.number - gap.since < GAP_BLOCKS) return;
    log.warn("outbox_gap", { nonce: used, lowest });
    await store.addFiller(`gap:${used}`, used);
  }

  async function each<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      note(context, key, rpcReason(error));
      return undefined;
    }
  }

  return {
    /**
     * One round. `onEnd` hears of every intent that came to its end. Returns how many stay open, and how many of them
     * were signed for the first time, which may be mined at once.
     */
    async round(onEnd: (ended: Ended) => void): Promise<{ left: number; fresh: number }> {
      round++;
      const open = await store.open();
      if (open.length === 0) return { left: 0, fresh: 0 };
      const [head, used] = await Promise.all([chain.head(), chain.nonce("latest")]);
      let left = open.length;
      let fresh = 0;
      const end = (ended: Ended | undefined): void => {
        if (ended === undefined) return;
        left--;
        reasons.delete(ended.key);
        onEnd(ended);
      };
      const isSigned = ({ row }: OpenIntent): boolean => row.state === "signed";
      const deadlines = open.flatMap(({ row }) => row.deadline ?? []);
      const nearest = deadlines.length === 0 ? undefined : Math.min(...deadlines);
      const signed = open.filter(isSigned);
      for (const one of signed) end(await each(one.row.key, () => lookAtSigned(one, head, used, nearest)));
      const lowest = signed[0]?.row.nonce;
      if (lowest !== undefined) await each(`gap:${used}`, () => watchGap(lowest, head, used));
      for (const one of open)
        if (!isSigned(one))
          end(
            await each(one.row.key, async () => {
              const result = await signFirst(context, one.row, head, used);
              if (result === "signed") fresh++;
              if (result === "signed" || result === "waits") return undefined;
              tellUndone(one.row, result.code);
              return { key: one.row.key, end: result };
            }),
          );
      return { left, fresh };
    },
    /**
     * Reopens what was mined in a block that the chain has lost, and settles what is finalised. Where the chain does not
     * count a nonce that was mined, its bytes are sent again: harmless if the RPC lags, and all that is needed if the
     * chain was set back. One pass looks at some of them, the next one at those after.
     */
    async watchMined(): Promise<void> {
      for (const { key, attempt } of await store.minedFrom(await chain.nonce("latest")))
        await each(key, () => broadcast(context, key, attempt, round));
      const mined = await store.unsettled(passed);
      passed = mined.length < PASS ? 0 : passed + PASS;
      if (mined.length === 0) return;
      const finalised = await chain.finalised();
      for (const row of mined) {
        const fate = await each(row.key, () => fateOf(chain, row, finalised));
        if (fate === "settled") await store.settle(row.key);
        // What leaves the list moves those behind it up.
        if ((fate === "settled" || fate === "lost") && passed > 0) passed--;
        if (fate !== "lost") continue;
        log.warn("outbox_reopened", { key: row.key, block: row.block });
        await store.reopen(row.key);
        // It is sent again at the next look, not only when a node may have dropped it.
        if (row.hash !== undefined) sent.delete(row.hash);
      }
    },
  };
}

/** How far the search for whoever used a nonce came. */
interface Proof {
  /** the last block that was read */
  upTo: bigint;
  /** the finalised block at the last search that came to its end */
  askedAt: bigint;
  /** the intent's own transaction, once a finalised block showed it */
  own: NonceUse | undefined;
}

/**
 * The version of an intent that used its nonce, if it was one. A copy of this database, or this one before it was restored,
 * may have signed a version that is not known here: what does the same is the same intent, and paying it again is wrong.
 */
function ownVersion(row: OutboxRow, attempts: readonly Attempt[], { hash, call }: NonceUse): Attempt | undefined {
  const known = attempts.find((one) => isSame(one.hash, hash));
  const newest = attempts.at(-1);
  if (known !== undefined || newest === undefined || call === undefined || !isSameCall(call, row)) return known;
  return { ...newest, kind: "intent", hash };
}

const receiptSentence = (nonce: number, own: NonceUse | undefined): string =>
  own === undefined
    ? `The RPC says that nonce ${nonce} is used but has no receipt of ours; it is asked again until a finalised block tells.`
    : `Its transaction ${own.hash} is in block ${own.block}, but the RPC has no receipt of it (pruned, or it lags); it is asked again. Use an RPC that keeps receipts of that block.`;

function rpcReason(error: unknown): Reason {
  return { why: "rpc", sentence: `The RPC does not answer as it should (${messageOf(error)}); it is asked again.` };
}

/** What to do about an account that somebody else sends from. */
export function sharedSentence(
  account: string,
  nonce: number,
  { hash, block }: { hash: string; block: bigint },
): string {
  return `Account ${account} is used somewhere else too: transaction ${hash} in block ${block} took nonce ${nonce}. Give each role and machine a key of its own.`;
}
