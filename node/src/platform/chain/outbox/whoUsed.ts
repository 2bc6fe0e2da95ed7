import type { Address, Hash } from "viem";
import { recoverAuthorizationAddress } from "viem/utils";
import { isUnder } from "./ancestry.ts";
import type { Block, BlockTransaction, OutboxChain } from "./chain.ts";
import { type Call, isSame } from "./sameCall.ts";

/** Blocks read in one look where the RPC does not remember old nonces. */
const SCAN = 64n;
/** Blocks below the block of signing where the reading starts: that head may have been ahead of the chain that won. */
const BELOW = 128n;

/** The transaction that used a nonce, in a block that can't be rolled back. */
export interface NonceUse {
  hash: Hash;
  block: bigint;
  /** what it does; undefined where a transaction of somebody else used the nonce by an authorization (EIP-7702) */
  call: Call | undefined;
}

interface Question {
  account: Address;
  nonce: number;
  /** a block at which the nonce was probably unused yet */
  since: bigint;
}

/**
 * Finds the transaction that used up a nonce, once it is finalised. Undefined while nothing is proven: the RPC may lag,
 * lie, or lack the blocks. `scanned` keeps how far a search without old nonces came.
 */
export async function whoUsed(
  chain: OutboxChain,
  question: Question,
  finalised: Block,
  scanned: { upTo: bigint },
): Promise<NonceUse | undefined> {
  const { nonce, since } = question;
  const number = await firstBlockAfter(chain, nonce, since, finalised.number);
  if (number === "unused") return undefined;
  if (number === undefined) return await scan(chain, question, finalised, scanned);
  return await useIn(chain, number, question, finalised, true);
}

/** The first block after which the nonce is used; undefined where the RPC does not remember so far back. */
async function firstBlockAfter(
  chain: OutboxChain,
  nonce: number,
  since: bigint,
  top: bigint,
): Promise<bigint | "unused" | undefined> {
  try {
    if ((await chain.nonce(top)) <= nonce) return "unused";
    let high = top;
    let low = since < top ? since : top;
    for (let step = 1n; low > 0n && (await chain.nonce(low)) > nonce; step *= 2n) {
      high = low;
      low = low > step ? low - step : 0n;
    }
    // The nonce is unused at `low`, or low is the first block, which holds no transaction; it is used at `high`.
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if ((await chain.nonce(middle)) > nonce) high = middle;
      else low = middle;
    }
    return high;
  } catch {
    // Pruned: the blocks themselves are asked. An RPC that is away fails there too, and is asked again later.
    return undefined;
  }
}

const isBy = ({ account, nonce }: Question, one: BlockTransaction): boolean =>
  one.nonce === nonce && isSame(one.from, account);

/** The transaction with an authorization (EIP-7702) by which the account's nonce may have been used. */
async function findAuthorized(
  transactions: readonly BlockTransaction[],
  { account, nonce }: Question,
  chainId: number,
): Promise<BlockTransaction | undefined> {
  for (const one of transactions)
    for (const authorization of one.authorizations ?? []) {
      if (authorization.nonce !== nonce || ![0, chainId].includes(authorization.chainId)) continue;
      // A signature that names nobody is skipped by the chain too.
      const authority = await recoverAuthorizationAddress({ authorization }).catch(() => undefined);
      if (isSame(authority, account)) return one;
    }
  return undefined;
}

/**
 * The use in one block. Authorizations count only where the counted nonces name this block: one that was not valid in its
 * block used nothing, and any block may repeat it.
 */
async function useIn(
  chain: OutboxChain,
  number: bigint,
  question: Question,
  finalised: Block,
  isCounted: boolean,
): Promise<NonceUse | undefined> {
  const full = await chain.fullBlock(number);
  if (full === undefined) return undefined;
  const own = full.transactions.find((one) => isBy(question, one));
  const found = own ?? (isCounted ? await findAuthorized(full.transactions, question, chain.id) : undefined);
  if (found === undefined || !(await isUnder(chain.block, full.block, finalised))) return undefined;
  return { hash: found.hash, block: number, call: own };
}

/** Reads blocks one by one, some at every look, and from the start again when none of them had it. */
async function scan(
  chain: OutboxChain,
  question: Question,
  finalised: Block,
  scanned: { upTo: bigint },
): Promise<NonceUse | undefined> {
  const start = question.since > BELOW ? question.since - BELOW : 0n;
  const from = scanned.upTo > start ? scanned.upTo : start;
  const last = from + SCAN < finalised.number ? from + SCAN : finalised.number;
  for (let number = from; number <= last; number++) {
    const full = await chain.fullBlock(number);
    if (full === undefined) return undefined;
    scanned.upTo = number;
    if (full.transactions.some((one) => isBy(question, one)))
      return await useIn(chain, number, question, finalised, false);
  }
  // A backend may have shown a block of an abandoned fork.
  if (from <= last && last === finalised.number) scanned.upTo = start;
  return undefined;
}
