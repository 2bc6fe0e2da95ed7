/**
 * A second implementation of the transcript tree, from the words of docs/protocol.md alone: recursive from the top, lanes
 * as plain counts. It shares no code with sdk/src/hashing, so that both would have to be wrong in the same way.
 */
import { keccak256 } from "viem";

/** Grades by slot under one trial mask; the hashes of trial (slot, position) count up from `seed`. */
export interface Case {
  readonly seed: bigint;
  readonly mask: bigint;
  readonly bits: readonly bigint[];
}

interface Node {
  readonly hash: Uint8Array;
  readonly counts: readonly number[];
}

const WORD = 1n << 256n;
const EMPTY: Node = { hash: new Uint8Array(32), counts: new Array<number>(16).fill(0) };
/** lane by position: -1 stands for the repeats, which have five lanes */
const LANE_AT = [
  0,
  ...new Array(5).fill(-1),
  ...new Array(8).fill(6),
  ...new Array(4).fill(7),
  ...new Array(8).fill(8),
  ...new Array(8).fill(9),
  ...new Array(4).fill(10),
  ...new Array(4).fill(11),
  ...new Array(2).fill(12),
] as readonly number[];

function word(value: bigint | number): Uint8Array {
  return Buffer.from(((BigInt(value) + WORD) % WORD).toString(16).padStart(64, "0"), "hex");
}

function hash(...words: readonly Uint8Array[]): Uint8Array {
  return keccak256(Buffer.concat(words), "bytes");
}

/** The three hashes of a trial as words. */
export function trialWords(seed: bigint, slot: number, position: number): [bigint, bigint, bigint] {
  const base = (seed + BigInt(slot * 1_000 + position * 3)) % WORD;
  return [base, (base + 1n) % WORD, (base + 2n) % WORD];
}

function positionsOf(mask: bigint): number[] {
  return LANE_AT.flatMap((_, position) => ((mask >> BigInt(position)) & 1n ? [position] : []));
}

/** Root of leaves [from, from + size), missing ones zero. */
function plainRoot(leaves: readonly Uint8Array[], from: number, size: number): Uint8Array {
  if (size === 1) return leaves[from] ?? EMPTY.hash;
  return hash(plainRoot(leaves, from, size / 2), plainRoot(leaves, from + size / 2, size / 2));
}

function pad(count: number): number {
  return 2 ** Math.ceil(Math.log2(count));
}

/** Counts of one item: 1 in a condition's lane when it ran and nothing of it failed. */
export function laneCounts(bits: bigint, mask: bigint): number[] {
  const counts = new Array<number>(16).fill(0);
  let repeats = 0;
  for (const lane of new Set(LANE_AT)) {
    const own = positionsOf(mask).filter((position) => LANE_AT[position] === lane);
    const passed = own.filter((position) => (bits >> BigInt(position)) & 1n).length;
    if (lane === -1) repeats = passed;
    else if (own.length > 0 && passed === own.length) counts[lane] = 1;
  }
  for (let lane = 1; lane <= repeats; lane++) counts[lane] = 1;
  return counts;
}

/** Lane 0 in the lowest 16 bits. */
export function packed(counts: readonly number[]): bigint {
  return BigInt(
    `0x${[...counts]
      .reverse()
      .map((count) => count.toString(16).padStart(4, "0"))
      .join("")}`,
  );
}

function item({ seed, mask, bits }: Case, slot: number): Node {
  const grades = bits[slot];
  if (grades === undefined) return EMPTY;
  const leaves = positionsOf(mask).map((position) => hash(word(0), ...trialWords(seed, slot, position).map(word)));
  const root = plainRoot(leaves, 0, pad(leaves.length));
  return { hash: hash(word(1), word(slot), word(grades), root), counts: laneCounts(grades, mask) };
}

function node(from: Case, level: number, index: number): Node {
  if (level === 0) return item(from, index);
  const left = node(from, level - 1, 2 * index);
  const right = node(from, level - 1, 2 * index + 1);
  return {
    hash: hash(word(2), word(level), left.hash, word(packed(left.counts)), right.hash, word(packed(right.counts))),
    counts: left.counts.map((count, lane) => count + (right.counts[lane] ?? 0)),
  };
}

/** Root and packed lanes of a case. */
export function oracleRoot(from: Case): { root: string; lanes: bigint } {
  const top = node(from, Math.log2(pad(from.bits.length)), 0);
  return { root: `0x${Buffer.from(top.hash).toString("hex")}`, lanes: packed(top.counts) };
}
