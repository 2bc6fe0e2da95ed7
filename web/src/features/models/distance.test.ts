import assert from "node:assert/strict";
import { test } from "node:test";
import { distanceSentence } from "./distance.ts";

const score = (label: string, passes: number, needed: number | undefined = 30) => ({
  label,
  passes,
  total: 32,
  needed,
});
const reported = { label: "edge cases", passes: 2, total: 32, needed: undefined };

test("a model above every gate is told by the nearest one", () => {
  assert.equal(
    distanceSentence([score("first try", 32), score("other formats", 31), reported]),
    'It reaches all 2 gates. Nearest to falling is "other formats", 1 item above its gate.',
  );
  assert.match(distanceSentence([score("first try", 30)]) ?? "", /exactly at its gate/);
});

test("a model that is short is told by how much and where most", () => {
  assert.equal(distanceSentence([score("first try", 29)]), 'It is 1 item short under "first try".');
  assert.equal(
    distanceSentence([score("first try", 31), score("asked five times", 25), score("other formats", 20)]),
    'It is 15 items short over 2 of 3 conditions, most of them under "other formats" (10).',
  );
});

test("without a gate there is no distance", () => {
  assert.equal(distanceSentence([reported]), undefined);
});
