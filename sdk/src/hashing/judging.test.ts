import assert from "node:assert/strict";
import { test } from "node:test";
import { encodeAbiParameters, keccak256, parseAbiParameters, toHex } from "viem";
import { auditLeaf, badAnswer, CLEAN, positionsOf } from "./judging.ts";
import { contributorShare, contributorsSumTree, sumLeaf, sumParent } from "./sum-tree.ts";
import {
  outIdsHash,
  type RootNode,
  type TranscriptItem,
  textHash,
  transcriptItem,
  transcriptTree,
  trialLeaf,
  trialsRoot,
} from "./transcript.ts";
import {
  addPathNodes,
  findNodeFault,
  type Ground,
  provenGrade,
  publishedNodes,
  trialPath,
} from "./transcript-proofs.ts";
import { hashWords, ZERO_HASH } from "./words.ts";

const MASK = 0b11_1111n;
const ITEMS = 24;

function makeItems(count = ITEMS): TranscriptItem[] {
  return Array.from({ length: count }, (_, slot) => ({
    slot,
    trialBits: slot % 3 === 0 ? MASK : 1n,
    trials: positionsOf(MASK).map((position) => ({
      position,
      promptHash: textHash(`prompt ${slot} ${position}`),
      outIdsHash: outIdsHash([slot, position]),
      answerHash: textHash("answer"),
    })),
  }));
}
const published = (items: readonly TranscriptItem[]) =>
  publishedNodes(
    items.map((item) => ({ ...item, trialsRoot: trialsRoot(item.trials.map(trialLeaf)) })),
    MASK,
  );

test("behavior: answers, as the contracts encode them", () => {
  assert.equal(CLEAN, keccak256(toHex("clean")));
  for (const index of [0n, 7n, (1n << 256n) - 1n]) {
    const encoded = encodeAbiParameters(parseAbiParameters("string, uint256"), ["bad", index]);
    assert.equal(badAnswer(index), keccak256(encoded));
  }
});

test("behavior: a trial's path leads to the root, from every slot and position", () => {
  const items = makeItems();
  const tree = transcriptTree(items, MASK);
  for (const slot of [0, 7, 23]) {
    for (const [rank, trial] of (items[slot]?.trials ?? []).entries()) {
      const path = trialPath(items, tree, slot, trial.position);
      if (path === undefined) throw new Error("the trial is there");
      const root = path.trialSiblings.reduce(
        (node, sibling, i) => ((rank >> i) & 1 ? hashWords(sibling, node) : hashWords(node, sibling)),
        trialLeaf(trial),
      );
      const item = hashWords(1, slot, path.trialBits, root);
      assert.equal(item, tree.itemHashes[slot]);
      assert.deepEqual(path.itemSiblings, tree.proof(slot).siblings);
    }
  }
  assert.equal(trialPath(items, tree, 24, 0), undefined);
  assert.equal(trialPath(items, tree, 0, 6), undefined);
});

test("behavior: audited trials are drawn inside the batch and the mask", () => {
  const seed = textHash("seed");
  const rules = { itemsPerBatch: ITEMS, trialMask: 0x7c03ffn };
  const leaves = Array.from({ length: 200 }, (_, index) => auditLeaf(seed, 1, index, rules));
  assert.ok(leaves.every(({ slot }) => slot < ITEMS));
  assert.deepEqual(
    [...new Set(leaves.map(({ position }) => position))].sort((a, b) => a - b),
    positionsOf(rules.trialMask),
  );
  assert.notDeepEqual(leaves[0], auditLeaf(seed, 2, 0, rules));
});

test("behavior: an honest transcript has no fault, whatever part of it is known", () => {
  for (const count of [ITEMS, 32]) {
    const items = makeItems(count);
    const { rootNode } = transcriptTree(items, MASK);
    assert.equal(findNodeFault(rootNode, published(items), count, MASK), undefined);
    assert.equal(findNodeFault(rootNode, new Map(), count, MASK), undefined);
  }
});

const EMPTY = { hash: ZERO_HASH, sums: 0n };
type Node = typeof EMPTY;

/** The tree over the honest items with some nodes replaced, as a liar builds it. */
function treeOf(changed: Record<number, Node>): { rootNode: RootNode; siblings(slot: number): Node[] } {
  const honest = makeItems().map((item) => transcriptItem(item, MASK));
  const levels = [Array.from({ length: 32 }, (_, slot) => changed[slot] ?? honest[slot] ?? EMPTY)];
  for (let level = 1; level < 5; level++) {
    const below = levels[level - 1] ?? [];
    levels.push(
      Array.from({ length: below.length / 2 }, (_, i) =>
        sumParent(level, below[2 * i] ?? EMPTY, below[2 * i + 1] ?? EMPTY),
      ),
    );
  }
  const [left = EMPTY, right = EMPTY] = levels[4] ?? [];
  return {
    rootNode: { level: 5, left: left.hash, lanesLeft: left.sums, right: right.hash, lanesRight: right.sums },
    siblings: (slot) => levels.map((nodes, level) => nodes[(slot >> level) ^ 1] ?? EMPTY),
  };
}

/** Lies by name: the nodes replaced, the slot the seat answered for, and the ground they fall by. */
const [FIFTH, NINTH] = [5, 9].map((slot) => makeItems()[slot] as TranscriptItem);
const nodeOf = (item: TranscriptItem | undefined): Node => transcriptItem(item as TranscriptItem, MASK);
const LIES: [name: string, changed: Record<number, Node>, answered: number, ground: Ground][] = [
  ["an item under another slot", { 4: nodeOf(FIFTH) }, 5, "item"],
  ["an item past the batch", { 24: nodeOf(NINTH) }, 16, "padding"],
  ["an item left out", { 3: EMPTY }, 2, "padding"],
  ["an item's counts raised", { 9: { hash: nodeOf(NINTH).hash, sums: nodeOf(NINTH).sums + 1n } }, 8, "item"],
];

for (const [name, changed, answered, ground] of LIES) {
  test(`behavior: found by hashing alone once the seat answered for a neighbour: ${name}`, () => {
    const { rootNode, siblings } = treeOf(changed);
    const known = published(makeItems());
    assert.equal(findNodeFault(rootNode, known, ITEMS, MASK), undefined, "the path is not known yet");
    addPathNodes(known, answered, nodeOf(makeItems()[answered]), siblings(answered));
    const fault = findNodeFault(rootNode, known, ITEMS, MASK);
    assert.equal(fault?.ground, ground);
    if (fault?.proof.preimage !== "0x") assert.equal(keccak256(fault?.proof.preimage ?? "0x"), fault?.proof.hash);
  });
}

test("behavior: counts raised at the root are found at once", () => {
  const { rootNode } = treeOf({});
  const raised = { ...rootNode, lanesLeft: rootNode.lanesLeft + 1n };
  const fault = findNodeFault(raised, published(makeItems()), ITEMS, MASK);
  assert.deepEqual([fault?.ground, fault?.proof.height, fault?.proof.index], ["sum", 4, 0n]);
});

test("behavior: grades as the chain decides them", () => {
  assert.equal(provenGrade(0, "Card Lost", textHash("Card Lost")), true);
  assert.equal(provenGrade(1, " Card__Lost! ", textHash("card lost")), true);
  assert.equal(provenGrade(1, "Ärger", textHash("ärger")), undefined);
  assert.equal(provenGrade(2, "", textHash("")), false);
  assert.equal(provenGrade(2, "limits", textHash("refund")), false);
  assert.equal(provenGrade(3, "limits", textHash("limits")), undefined);
});

test("behavior: a contributor's share leads to the contributors' root", () => {
  const entries = Array.from({ length: 5 }, (_, i) => ({
    contributor: `0x${"0".repeat(38)}0${i + 1}` as const,
    rows: i + 1,
    weight: BigInt(10 * (i + 1)),
  }));
  const { root } = contributorsSumTree(entries);
  for (const { contributor, rows, weight } of entries) {
    const share = contributorShare(entries, contributor);
    if (share === undefined) throw new Error("it contributed");
    const leaf = sumLeaf([contributor, rows, weight], (BigInt(rows) << 128n) | weight);
    const top = share.siblings.reduce((node, sibling, i) => {
      const isRight = (share.index >> BigInt(i)) & 1n;
      return isRight ? sumParent(i + 1, sibling, node) : sumParent(i + 1, node, sibling);
    }, leaf);
    assert.equal(top.hash, root);
  }
  assert.equal(contributorShare(entries, `0x${"0".repeat(40)}`), undefined);
});
