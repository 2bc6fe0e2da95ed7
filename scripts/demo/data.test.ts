import assert from "node:assert/strict";
import { test } from "node:test";
import { byContributor, type DemoRow, SAMPLE, sampleRows } from "./data.ts";

const rows = (label: string, count: number, contributor = "A"): DemoRow[] =>
  Array.from({ length: count }, (_, i) => ({ text: `${label} ${i}`, label, contributor, group: "" }));

test("sampleRows: bounded in labels and rows a label, the same whatever the order of the file", () => {
  const all = Array.from({ length: SAMPLE.labels + 3 }, (_, i) => rows(`label${i}`, SAMPLE.rowsPerLabel + 9)).flat();
  const sample = sampleRows(all);
  assert.equal(sample.length, SAMPLE.labels * SAMPLE.rowsPerLabel);
  assert.deepEqual(sampleRows(all.toReversed()), sample);
});

test("sampleRows: labels with enough rows come first, poor ones only when there is no choice", () => {
  const rich = [...rows("a", SAMPLE.rowsPerLabel), ...rows("b", SAMPLE.rowsPerLabel)];
  assert.deepEqual(new Set(sampleRows([...rich, ...rows("c", 3)]).map(({ label }) => label)), new Set(["a", "b"]));
  assert.equal(sampleRows([...rows("a", 5), ...rows("b", 4)]).length, 9);
  assert.deepEqual(sampleRows([]), []);
});

test("byContributor: one CSV each, cells quoted", () => {
  const data = byContributor([...rows('say "hi", twice', 1, "A"), ...rows("b", 2, "B")], "name", "about");
  assert.deepEqual([data.labels, data.rows], [2, 3]);
  assert.deepEqual(
    data.contributions.map(({ contributor, rows: count }) => [contributor, count]),
    [
      ["A", 1],
      ["B", 2],
    ],
  );
  assert.match(data.contributions[0]?.csv ?? "", /^text,label,group\n"say ""hi"", twice 0","say ""hi"", twice",""$/);
});
