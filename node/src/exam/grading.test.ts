import assert from "node:assert/strict";
import { test } from "node:test";
import { checkExpected, readGrading } from "./grading.ts";

const many = Array.from({ length: 201 }, (_, i) => `label ${i}`);

test("default: a label set up to 200 labels, normalised above", () => {
  assert.deepEqual(readGrading({}, ["a", "b"]), { grader: "label-set" });
  assert.deepEqual(readGrading({}, many), { grader: "normalised" });
});

test("behavior: a chosen grader keeps its settings and rubric", () => {
  const choice = { grader: "numeric", graderConfig: { tolerance: "0.01" }, rubric: "It is one number." };
  assert.deepEqual(readGrading(choice, ["1", "2"]), choice);
  assert.deepEqual(readGrading({ grader: "exact", graderConfig: {} }, []), { grader: "exact" });
});

const refusals: [string, Record<string, unknown>, string, string][] = [
  [
    "unknown grader",
    { grader: "vibes" },
    "grader",
    "grader must be one of exact, normalised, label-set, json-schema, numeric, regex.",
  ],
  [
    "settings of another grader",
    { graderConfig: { pattern: "x" } },
    "graderConfig.pattern",
    "graderConfig.pattern: is not known to the grader label-set; remove it.",
  ],
  ["missing settings", { grader: "regex" }, "graderConfig.pattern", "graderConfig.pattern: must be a text."],
  ["empty rubric", { rubric: " " }, "rubric", "rubric must be a text that is not empty."],
];

for (const [name, body, field, message] of refusals) {
  test(`error: ${name}`, () => {
    assert.throws(() => readGrading(body, ["a", "b"]), { field, message });
  });
}

test("error: labels that nobody could pass or tell apart", () => {
  const codes: [Parameters<typeof checkExpected>[0], string[], string][] = [
    [{ grader: "label-set" }, ["a"], "one_label"],
    [{ grader: "label-set" }, ["lost card", "Lost_Card!"], "labels_ambiguous"],
    [{ grader: "normalised" }, ["STRASSE", "straße"], "labels_ambiguous"],
    [{ grader: "label-set" }, ["fine", "..."], "label_without_form"],
    [{ grader: "numeric" }, ["12", "twelve"], "label_without_form"],
    [{ grader: "label-set" }, Array.from({ length: 1_001 }, (_, i) => `l${i}`), "labels_too_many"],
  ];
  for (const [grading, labels, code] of codes)
    assert.throws(() => checkExpected(grading, labels), { code, field: "contributionIds" });
  checkExpected({ grader: "numeric" }, ["12", "12.0"]);
  checkExpected({ grader: "exact" }, ["lost card", "Lost card"]);
});
