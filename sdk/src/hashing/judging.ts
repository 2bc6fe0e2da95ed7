import { type Address, type Hex, stringToHex } from "viem";
import { GROUNDS, type Ground } from "./transcript-proofs.ts";
import { hashWords, keccakHex, requireUint } from "./words.ts";

/** A judge's contract on one chain. */
type Judge = { chainId: number; contract: Address };

/** What jurors answer where a trial is as the model produces it: keccak256("clean"). */
export const CLEAN: Hex = keccakHex(new TextEncoder().encode("clean"));
/** "First bad token" of a trial whose prompt is not the suite's. */
export const BAD_PROMPT: bigint = (1n << 256n) - 1n;
/** "First bad token" of a trial whose graded form is not that of its token ids. */
export const BAD_FORM: bigint = (1n << 256n) - 2n;

const BAD_TAG_OFFSET = 64n;

/** keccak256(abi.encode("bad", firstBadToken)), as LeafChallenges.badAnswer gives it. */
export function badAnswer(firstBadToken: bigint): Hex {
  // abi.encode of (string "bad", uint256): offset, value, length, the text padded to the right.
  return hashWords(BAD_TAG_OFFSET, firstBadToken, 3, stringToHex("bad", { size: 32 }));
}

/** keccak256(abi.encode(chainId, jury, caseId, juror, account, answer, margin, salt)), see IJury.commitVote. */
export function voteCommitment(
  vote: Judge & { caseId: bigint; juror: number; account: Address; answer: Hex; margin: bigint; salt: Hex },
): Hex {
  requireUint("juror", vote.juror, 8);
  const { chainId, contract, caseId, juror, account, answer, margin, salt } = vote;
  return hashWords(chainId, contract, caseId, juror, account, answer, margin, salt);
}

/** keccak256(abi.encode(chainId, fraudProofs, prover, roundId, seat, ground, proofHash, salt)), see IFraudProofs. */
export function faultCommitment(
  fault: Judge & { prover: Address; roundId: bigint; seat: number; ground: Ground; proofHash: Hex; salt: Hex },
): Hex {
  requireUint("seat", fault.seat, 8);
  const { chainId, contract, prover, roundId, seat, ground, proofHash, salt } = fault;
  return hashWords(chainId, contract, prover, roundId, seat, GROUNDS.indexOf(ground), proofHash, salt);
}

/** The seed of a round's audits from that of its epoch: keccak256(abi.encode(seed, audits, roundId)). */
export function auditSeed(epochSeed: Hex, audits: Address, roundId: bigint): Hex {
  return hashWords(epochSeed, audits, roundId);
}

/** Positions of a trial mask, rising. */
export function positionsOf(trialMask: bigint): number[] {
  return Array.from({ length: 64 }, (_, i) => i).filter((i) => (trialMask >> BigInt(i)) & 1n);
}

/** The trial that an audit of `seat` draws as number `index`, as Audits.auditLeaf gives it. */
export function auditLeaf(
  seed: Hex,
  seat: number,
  index: number,
  rules: { itemsPerBatch: number; trialMask: bigint },
): { slot: number; position: number } {
  const word = BigInt(hashWords(seed, seat, index));
  const positions = positionsOf(rules.trialMask);
  const skip = Number((word >> 128n) % BigInt(positions.length));
  return { slot: Number(word % BigInt(rules.itemsPerBatch)), position: positions[skip] ?? 0 };
}
