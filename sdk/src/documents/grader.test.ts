import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Grader } from "../hashing/exam.ts";
import { checkGraderConfig, type GraderConfig, hasForm } from "./grader.ts";

/** Cases that the worker's tests read as well (node/worker/tests/test_grader_config.py). */
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "..", "..", "test", "golden", "graders.json"), "utf8"),
) as {
  configs: { grader: Grader; config: unknown; field: string | null }[];
  forms: { grader: Grader; config: GraderConfig; label: string; hasForm: boolean }[];
};

for (const { grader, config, field } of golden.configs) {
  test(`${field === null ? "default" : "error"}: ${grader} ${JSON.stringify(config)}`, () => {
    if (field === null) assert.deepEqual(checkGraderConfig(grader, config), config ?? {});
    else assert.throws(() => checkGraderConfig(grader, config), { code: "GRADER_CONFIG", field });
  });
}

test("error: the sentence names the field and what to do", () => {
  assert.throws(() => checkGraderConfig("numeric", { tolerance: 1 }), {
    message: 'graderConfig.tolerance: must be a decimal number as text, such as "0.01".',
  });
});

test("behavior: an expected answer without a form is told", () => {
  for (const { grader, config, label, hasForm: expected } of golden.forms)
    assert.equal(hasForm(grader, config, label), expected, `${grader} ${label}`);
});
