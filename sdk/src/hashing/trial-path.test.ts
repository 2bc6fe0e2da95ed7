import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Hex } from "viem";
import { foldTranscriptProof, outIdsHash, textHash, transcriptItem, transcriptTree, trialLeaf } from "./transcript.ts";
import { trialPath } from "./transcript-proofs.ts";
import { hashWords } from "./words.ts";

const makeItems = (count: number, positions: number[]) =>
  Array.from({ length: count }, (_, slot) => ({
    slot,
    trialBits: 0n,
    trials: positions.map((position) => ({
      position,
      promptHash: textHash(`prompt ${slot} ${position}`),
      outIdsHash: outIdsHash([slot, position]),
      answerHash: textHash(`${slot}`),
    })),
  }));
const maskOf = (positions: number[]) => positions.reduce((mask, position) => mask | (1n << BigInt(position)), 0n);

test("behavior: every trial's path leads to the root, by the contract's way of folding", () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.uniqueArray(fc.nat(43), { minLength: 1, maxLength: 15 }));
  fc.assert(
    fc.property(sizes, fc.nat(), ([count, unsorted], pick) => {
      const positions = unsorted.sort((a, b) => a - b);
      const items = makeItems(count, positions);
      const mask = maskOf(positions);
      const slot = pick % count;
      const rank = pick % positions.length;
      const tree = transcriptTree(items, mask);
      const path = trialPath(items, tree, slot, positions[rank] ?? 0);
      const trial = items[slot]?.trials[rank];
      assert.ok(path && trial);
      // TranscriptPath.trialsRoot: bit i of the rank among the trials that ran decides the side at level i.
      const trials = path.trialSiblings.reduce<Hex>(
        (node, sibling, level) => ((rank >> level) & 1 ? hashWords(sibling, node) : hashWords(node, sibling)),
        trialLeaf(trial),
      );
      const item = hashWords(1, slot, path.trialBits, trials);
      const { sums } = transcriptItem(items[slot] ?? { slot, trialBits: 0n, trials: [] }, mask);
      const { root, lanes } = foldTranscriptProof({ slot, item, lanes: sums, siblings: path.itemSiblings });
      assert.deepEqual([root, lanes], [tree.root, tree.lanes]);
    }),
  );
});

test("behavior: a trial the suite does not run has no path", () => {
  const items = makeItems(2, [0, 6]);
  const tree = transcriptTree(items, maskOf([0, 6]));
  assert.equal(trialPath(items, tree, 0, 1), undefined);
  assert.equal(trialPath(items, tree, 2, 0), undefined);
});
