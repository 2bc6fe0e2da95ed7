/**
 * Random transcripts through three implementations: the SDK's tree, the oracle beside this file, and the Solidity libraries
 * on an anvil chain. CASES whole trees, and PATHS proofs of single trials built by the SDK and checked on chain.
 */
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { type TranscriptTree, transcriptTree } from "@assay/sdk/hashing";
import { concat, type Hex, keccak256, pad, toHex } from "viem";
import { random, withHarness } from "./harness.ts";
import { type Case, oracleRoot, trialWords } from "./transcriptOracle.ts";

const CASES = 10_000;
const CASES_PER_CALL = 100;
const PATHS = 300;
const HARNESS = "TranscriptHarness";
const POSITIONS = 44;

/** A mask of a few positions, and 1 to 5 items whose grades are mostly passes, as in a good model's transcript. */
function randomCase(next: () => number): Case {
  const density = next() * 0.2;
  let mask = 1n << BigInt(Math.floor(next() * POSITIONS));
  for (let position = 0; position < POSITIONS; position++) if (next() < density) mask |= 1n << BigInt(position);
  const grades = (): bigint => {
    let bits = 0n;
    const passRate = next();
    for (let position = 0; position < POSITIONS; position++) if (next() < passRate) bits |= 1n << BigInt(position);
    return bits & mask;
  };
  const items = 1 + Math.floor(next() * 5);
  const word = Array.from({ length: 8 }, () => Math.floor(next() * 2 ** 32));
  return {
    seed: word.reduce((value, part) => (value << 32n) | BigInt(part), 0n),
    mask,
    bits: Array.from({ length: items }, grades),
  };
}

const hex = (word: bigint): Hex => pad(toHex(word));
const hash = (...words: readonly Hex[]): Hex => keccak256(concat(words));

function trialsOf({ seed, mask }: Case, slot: number) {
  const positions = Array.from({ length: POSITIONS }, (_, position) => position);
  return positions
    .filter((position) => (mask >> BigInt(position)) & 1n)
    .map((position) => {
      const [prompt, ids, answer] = trialWords(seed, slot, position);
      return { position, promptHash: hex(prompt), outIdsHash: hex(ids), answerHash: hex(answer) };
    });
}

function sdkTree(from: Case): TranscriptTree {
  const items = from.bits.map((trialBits, slot) => ({ slot, trialBits, trials: trialsOf(from, slot) }));
  return transcriptTree(items, from.mask);
}

/** Siblings inside the item, leaves first. */
function trialSiblings(leaves: readonly Hex[], rank: number): Hex[] {
  const zero = hex(0n);
  const siblings: Hex[] = [];
  let width = 1;
  while (width < leaves.length) width *= 2;
  let nodes = Array.from({ length: width }, (_, i) => leaves[i] ?? zero);
  for (let place = rank; nodes.length > 1; place >>= 1) {
    siblings.push(nodes[place ^ 1] ?? zero);
    nodes = Array.from({ length: nodes.length / 2 }, (_, i) => hash(nodes[2 * i] ?? zero, nodes[2 * i + 1] ?? zero));
  }
  return siblings;
}

let cases: Case[] = [];

before(() => {
  const next = random(0xa55a);
  cases = Array.from({ length: CASES }, () => randomCase(next));
});

test("behavior: roots and lanes of random transcripts agree in Solidity, SDK and oracle", async () => {
  await withHarness(HARNESS, async (call) => {
    for (let from = 0; from < CASES; from += CASES_PER_CALL) {
      const chunk = cases.slice(from, from + CASES_PER_CALL);
      const reply = call("rootsOf", [chunk]);
      const expected = chunk.map(oracleRoot);
      const trees = chunk.map(sdkTree);
      const [roots, lanes] = (await reply) as [Hex[], bigint[]];
      chunk.forEach((one, i) => {
        const shown = `case ${from + i}: ${one.bits.length} items under mask ${one.mask.toString(16)}`;
        assert.deepEqual({ root: trees[i]?.root, lanes: trees[i]?.lanes }, expected[i], shown);
        assert.deepEqual({ root: roots[i], lanes: lanes[i] }, expected[i], shown);
      });
    }
  });
});

test("behavior: the path of any trial leads to what the seat revealed", async () => {
  const next = random(0xbeef);
  await withHarness(HARNESS, async (call) => {
    for (const one of cases.slice(0, PATHS)) {
      const tree = sdkTree(one);
      const slot = Math.floor(next() * one.bits.length);
      const trials = trialsOf(one, slot);
      const leaves = trials.map((trial) => hash(hex(0n), trial.promptHash, trial.outIdsHash, trial.answerHash));
      const rank = Math.floor(next() * trials.length);
      const path = {
        trialBits: one.bits[slot],
        trialSiblings: trialSiblings(leaves, rank),
        itemSiblings: tree.proof(slot).siblings,
      };
      const args = [leaves[rank], slot, trials[rank]?.position, one.mask, BigInt(one.bits.length), path];
      assert.equal(await call("resultOfTrial", args), hash(tree.root, hex(tree.lanes)));
    }
  });
});
