import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { keccak256, stringToHex } from "viem";
import { assignSplits, defaultGroup, type SplitRow, type Splits } from "./splits.ts";

const seedOf = (text: string) => keccak256(stringToHex(text));

/** Rows like the example data: labels with a number of skeletons, each filled several times. */
function makeRows(labels: number, skeletons: number, fillings: number): SplitRow[] {
  return Array.from({ length: labels * skeletons * fillings }, (_, index) => {
    const label = `label ${index % labels}`;
    return { index, label, group: `${label} skeleton ${Math.floor(index / labels) % skeletons}` };
  });
}

function groupsOf(rows: readonly SplitRow[], indices: readonly number[]): Set<string | undefined> {
  return new Set(indices.map((index) => rows[index]?.group));
}

function isDisjoint(a: Set<unknown>, b: Set<unknown>): boolean {
  return [...a].every((entry) => !b.has(entry));
}

function checkSplits(rows: readonly SplitRow[], splits: Splits, batchCount: number, itemsPerBatch: number): void {
  const exam = splits.batches.flat();
  const all = [...splits.train, ...splits.validation, ...exam, ...splits.dropped].sort((a, b) => a - b);
  assert.deepEqual(
    all,
    rows.map((row) => row.index),
    "every row has exactly one use",
  );
  assert.deepEqual(
    splits.batches.map((batch) => batch.length),
    new Array(batchCount).fill(itemsPerBatch),
  );
  const parts = [splits.train, splits.validation, ...splits.batches].map((indices) => groupsOf(rows, indices));
  for (const [i, a] of parts.entries()) {
    for (const b of parts.slice(i + 1)) assert.equal(isDisjoint(a, b), true, "uses share no group");
  }
  assert.equal(isDisjoint(groupsOf(rows, splits.dropped), parts[0] ?? new Set()), true);
  const labels = new Set(rows.map((row) => row.label));
  assert.deepEqual(new Set(splits.train.map((index) => rows[index]?.label)), labels, "every label is trained on");
}

test("default: eight labels of fifteen skeletons give two stratified batches of 32", () => {
  const rows = makeRows(8, 15, 5);
  const splits = assignSplits(rows, seedOf("a"), { batchCount: 2, itemsPerBatch: 32 });
  checkSplits(rows, splits, 2, 32);
  for (const batch of splits.batches) {
    const perLabel = Map.groupBy(batch, (index) => rows[index]?.label);
    assert.deepEqual(
      [...perLabel.values()].map((items) => items.length),
      new Array(8).fill(4),
    );
  }
  const share = splits.validation.length / rows.length;
  assert.ok(share >= 0.1 && share <= 0.15, `validation has ${share} of the rows`);
  assert.ok(splits.train.length >= rows.length * 0.5);
});

test("behavior: any seed and shape keeps groups apart", () => {
  const shape = fc.record({ labels: fc.integer({ min: 2, max: 6 }), fillings: fc.integer({ min: 1, max: 8 }) });
  fc.assert(
    fc.property(shape, fc.string(), ({ labels, fillings }, text) => {
      const rows = makeRows(labels, 24, fillings);
      const itemsPerBatch = 4 * labels;
      checkSplits(rows, assignSplits(rows, seedOf(text), { batchCount: 2, itemsPerBatch }), 2, itemsPerBatch);
    }),
    { numRuns: 60 },
  );
});

test("behavior: only the seed decides, not the order of the rows", () => {
  const rows = makeRows(4, 12, 4);
  const options = { batchCount: 1, itemsPerBatch: 16 };
  const splits = assignSplits(rows, seedOf("x"), options);
  assert.deepEqual(assignSplits([...rows].reverse(), seedOf("x"), options), splits);
  assert.notDeepEqual(assignSplits(rows, seedOf("y"), options), splits);
});

test("behavior: a row that contradicts its group is no exam item", () => {
  const rows = makeRows(4, 12, 4).map((row) => (row.index % 9 === 0 ? { ...row, label: "wrong" } : row));
  const { batches } = assignSplits(rows, seedOf("x"), { batchCount: 1, itemsPerBatch: 16 });
  assert.equal(
    batches.flat().some((index) => rows[index]?.label === "wrong"),
    false,
  );
});

test("error: rows that can't fill the exam", () => {
  assert.throws(() => assignSplits(makeRows(2, 3, 2), seedOf("x"), { batchCount: 1, itemsPerBatch: 32 }), {
    code: "EXAM_TOO_LARGE",
    message:
      "12 rows can't fill 1 exam batches of 32 items and still leave half of them to train on; add rows or use fewer batches.",
  });
  assert.throws(() => assignSplits([], seedOf("x"), { batchCount: 0, itemsPerBatch: 32 }), { code: "SPLIT_OPTION" });
});

test("defaultGroup: ignores case, punctuation and spaces", () => {
  assert.equal(defaultGroup("  Where's MY card?? "), defaultGroup("where s my card"));
});
