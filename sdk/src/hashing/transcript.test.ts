import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { unpackLanes } from "./lanes.ts";
import { foldTranscriptProof, outIdsHash, type TranscriptItem, textHash, transcriptTree } from "./transcript.ts";

const MASK = 0b11_1111n;

function makeItems(passes: readonly bigint[]): TranscriptItem[] {
  return passes.map((trialBits, slot) => ({
    slot,
    trialBits,
    trials: [0, 1, 2, 3, 4, 5].map((position) => ({
      position,
      promptHash: textHash(`prompt ${slot} ${position}`),
      outIdsHash: outIdsHash([slot]),
      answerHash: textHash("answer"),
    })),
  }));
}

const passes = fc.array(fc.bigInt({ min: 0n, max: MASK }), { minLength: 1, maxLength: 40 });

test("behavior: root lanes are the sums over items, and every item has a proof", () => {
  fc.assert(
    fc.property(passes, (bits) => {
      const tree = transcriptTree(makeItems(bits), MASK);
      assert.equal(unpackLanes(tree.lanes)[0], bits.filter((word) => word & 1n).length);
      for (const slot of bits.keys()) {
        assert.deepEqual(foldTranscriptProof(tree.proof(slot)), { root: tree.root, lanes: tree.lanes });
      }
    }),
    { numRuns: 25 },
  );
});

test("error: omissions, duplicates and wrong slots can't be expressed", () => {
  const items = makeItems([MASK, MASK]);
  const [first, second] = items;
  if (first === undefined || second === undefined) throw new Error("two items");
  assert.throws(() => transcriptTree([second], MASK), { code: "SLOT_ORDER" });
  assert.throws(() => transcriptTree([{ ...first, trials: first.trials.slice(1) }], MASK), { code: "TRIAL_MISSING" });
  assert.throws(() => transcriptTree([{ ...first, trials: [...first.trials].reverse() }], MASK), {
    code: "TRIAL_ORDER",
  });
  assert.throws(() => transcriptTree([{ ...first, trialBits: MASK << 1n }], MASK), { code: "TRIAL_BITS" });
  assert.throws(() => transcriptTree(items, MASK).proof(2), { code: "SLOT" });
});
