import assert from "node:assert/strict";
import { test } from "node:test";
import { adviseFor, parseFix } from "./fix.ts";
import { DEFAULTS } from "./job.ts";

const read = (query: string) => parseFix(new URLSearchParams(query));
const failed = (key: number, expected: string, ...conditions: string[]) => ({
  key: String(key),
  text: `message ${key}`,
  expected,
  conditions,
});

test("an address names a model's items or a run", () => {
  assert.deepEqual(read("fix=3&items=7:1,4,9"), { from: "round", modelId: "3", roundId: "7", slots: [1, 4, 9] });
  assert.deepEqual(read("run=abc-1"), { from: "run", jobId: "abc-1" });
  assert.equal(read("datanet=1"), undefined);
});

test("a damaged address is one sentence", () => {
  for (const query of ["fix=3", "fix=x&items=1:2", "fix=3&items=1:a", "fix=3&items=:1", "fix=3&items=-1:2"])
    assert.throws(() => read(query), /names no items to fix. Open the model's evidence/);
});

test("failures under perturbation raise the mix and switch their kinds on", () => {
  const settings = { ...DEFAULTS, robustnessMix: 0.5, robustnessKinds: ["typos" as const] };
  const [advice] = adviseFor([failed(1, "a", "carry-over"), failed(2, "b", "carry-over", "repeat")], settings);
  assert.deepEqual(advice?.change, { robustnessMix: 0.7, robustnessKinds: ["typos", "earlier turns"] });
  assert.match(advice?.why ?? "", /^2 items passed as written and failed when altered/);
});

test("a mix that is already full gives no advice to raise it", () => {
  const advice = adviseFor([failed(1, "a", "format")], { ...DEFAULTS, robustnessMix: 1 });
  assert.deepEqual(advice, []);
});

test("failures as the data has them ask for rows of the labels that fail most, first when they are the most", () => {
  const advice = adviseFor(
    [failed(1, "a", "first"), failed(2, "b", "first"), failed(3, "b", "repeat"), failed(4, "c", "format")],
    DEFAULTS,
  );
  assert.match(advice[0]?.why ?? "", /^2 items with the label "b" failed as written/);
  assert.equal(advice[0]?.change, undefined);
  assert.equal(advice.filter(({ change }) => change).length, 1);
});

test("what fails as written already is no reason for more perturbation", () => {
  const advice = adviseFor([failed(1, "a", "first", "carry-over", "format")], DEFAULTS);
  assert.deepEqual(
    advice.map(({ change }) => change),
    [undefined],
  );
});
