import assert from "node:assert/strict";
import { test } from "node:test";
import { choiceOf, DEFAULTS, type Hyperparameters, problemsOf } from "./job.ts";

test("the defaults are a job", () => assert.deepEqual(problemsOf(DEFAULTS), {}));

const BAD: [keyof Hyperparameters, number[]][] = [
  ["learningRate", [0, -1, 0.2, Number.NaN, Number.POSITIVE_INFINITY]],
  ["epochs", [0, 1.5, 21, Number.NaN]],
  ["batchSize", [0, 65, 2.5]],
  ["rank", [0, 129]],
  ["alpha", [0, 257, Number.NaN]],
  ["dropout", [-0.1, 0.9, Number.NaN]],
  ["maxLength", [31, 2049]],
  ["seed", [-1, 2 ** 31]],
  ["robustnessMix", [-0.1, 1.1, Number.NaN]],
];

for (const [field, values] of BAD) {
  test(`${field}: each bad value is one sentence at its own field`, () => {
    for (const value of values) {
      const problems = problemsOf({ ...DEFAULTS, [field]: value });
      assert.deepEqual(Object.keys(problems), [field], `${field} = ${value}`);
      assert.match(problems[field] ?? "", /must be .*\.$/);
    }
  });
}

test("a mix without kinds is refused, unless it is off", () => {
  const problems = problemsOf({ ...DEFAULTS, robustnessKinds: [] });
  assert.deepEqual(Object.keys(problems), ["robustnessKinds"]);
  assert.deepEqual(problemsOf({ ...DEFAULTS, robustnessMix: 0, robustnessKinds: [] }), {});
});

test("an earlier job's choices come back, also those of an older kind", () => {
  const blank = {
    base: "small",
    method: "lora" as const,
    datanet: null,
    version: null,
    name: "",
    hyperparameters: DEFAULTS,
  };
  const job = {
    base: "tiny",
    datanet: "4",
    version: 2,
    hyperparameters: { epochs: 6, robustnessMix: false, warmupShare: 0.1 },
  };
  assert.deepEqual(choiceOf(job, blank), {
    base: "tiny",
    method: "lora",
    datanet: "4",
    version: 2,
    name: "",
    hyperparameters: { ...DEFAULTS, epochs: 6, robustnessMix: 0 },
  });
});
