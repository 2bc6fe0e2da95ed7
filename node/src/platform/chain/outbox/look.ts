import type { TransactionReceipt } from "viem";
import { messageOf } from "../../errors.ts";
import type { Block } from "./chain.ts";
import { note, type OutboxContext, type Reason } from "./context.ts";
import { whyReplace } from "./fees.ts";
import type { DeadlineError, RevertError } from "./intent.ts";
import { fateOf, findReceipt } from "./receipts.ts";
import type { Attempt } from "./rows.ts";
import { broadcast, signAgain, signFirst } from "./signing.ts";
import type { OpenIntent } from "./store.ts";
import { whoUsed } from "./whoUsed.ts";

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
  const proofs = new Map<string, { upTo: bigint; askedAt: bigint }>();
  let round = 0;
  let gap: { nonce: number; since: bigint } | undefined;

  async function finish(key: string, { kind }: Attempt, receipt: TransactionReceipt): Promise<void> {
    const state = kind === "cancel" ? "cancelled" : receipt.status === "success" ? "mined" : "reverted";
    await store.finish(key, state, receipt);
    reasons.delete(key);
    proofs.delete(key);
    const { transactionHash: hash, blockNumber: block, gasUsed: gas } = receipt;
    log.info("outbox_final", { key, state, hash, block, gas });
  }

  /** The nonce is used and no attempt has a receipt: only a finalised block tells whether a stranger took it. */
  async function askWhoUsed({ row, attempts }: OpenIntent, nonce: number): Promise<Ended | undefined> {
    const { key } = row;
    note(context, key, {
      why: "receipt",
      sentence: `The RPC says that nonce ${nonce} is used but has no receipt of ours; it is asked again until a finalised block tells.`,
    });
    const finalised = await chain.finalised();
    const since = attempts[0]?.block ?? 0n;
    const proof = proofs.get(key) ?? { upTo: 0n, askedAt: -1n };
    if (finalised.number <= proof.askedAt && round % SWEEP_ROUNDS !== 0) return undefined;
    const { address } = context.account;
    const use = await whoUsed(chain, { account: address, nonce, since }, finalised, proof);
    proofs.set(key, { ...proof, askedAt: finalised.number });
    if (use === undefined || attempts.some(({ hash }) => hash === use.hash)) return undefined;
    const isFiller = key.startsWith("gap:");
    await store.freeFromForeign({ key, nonce, ...use });
    if (isFiller) await store.dropUnsigned(key);
    proofs.delete(key);
    const sentence = sharedSentence(address, nonce, use);
    log.error("account_shared", { key, nonce, hash: use.hash, block: use.block, why: sentence });
    reasons.set(key, { why: "foreign_nonce", sentence });
    return undefined;
  }

  /** It is this intent's turn and it was not mined: it offers more, is cancelled, or is sent again. */
  async function push({ row, attempts }: OpenIntent, head: Block, nearest: number | undefined): Promise<void> {
    const newest = attempts.at(-1);
    if (newest === undefined) return;
    const why = whyReplace({ newest, deadline: row.deadline, nearest }, head);
    if (why !== undefined) {
      if (await signAgain(context, row, attempts, head)) {
        log.info("outbox_replaced", { key: row.key, why });
        return;
      }
      note(context, row.key, {
        why: "fees",
        sentence: `It offers ${newest.maxFee} wei per gas, and a raise would pass the ceiling of ${context.ceiling} (maxFeeGwei in config.json); raise it, or wait until blocks cost less than now (${head.baseFee}).`,
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
      await finish(row.key, found.attempt, found.receipt);
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
              const refusal = await signFirst(context, one.row, head, used);
              if (refusal === undefined) fresh++;
              return refusal === undefined ? undefined : { key: one.row.key, end: refusal };
            }),
          );
      return { left, fresh };
    },
    /**
     * Reopens what was mined in a block that the chain has lost, and settles what is finalised. Where the chain does not
     * count a nonce that was mined, its bytes are sent again: harmless if the RPC lags, and all that is needed if the
     * chain was set back.
     */
    async watchMined(): Promise<void> {
      for (const { key, attempt } of await store.minedFrom(await chain.nonce("latest")))
        await each(key, () => broadcast(context, key, attempt, round));
      const mined = await store.unsettled();
      if (mined.length === 0) return;
      const finalised = await chain.finalised();
      for (const row of mined) {
        const fate = await each(row.key, () => fateOf(chain, row, finalised));
        if (fate === "settled") await store.settle(row.key);
        if (fate !== "lost") continue;
        log.warn("outbox_reopened", { key: row.key, block: row.block });
        await store.reopen(row.key);
        // It is sent again at the next look, not only when a node may have dropped it.
        if (row.hash !== undefined) sent.delete(row.hash);
      }
    },
  };
}

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
