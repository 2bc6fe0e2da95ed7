import assert from "node:assert/strict";
import { test } from "node:test";
import { matchesOf, type Named } from "./matches.ts";

const named = (kind: string, id: string, name: string): Named => ({ kind, id, name, to: `/${kind}s/${id}` });
const THINGS = [
  named("datanet", "1", "Support desk"),
  named("model", "3", "Old support on tiny"),
  named("model", "12", "Support desk on tiny"),
  named("account", "0xabc", "Ada"),
];

test("default: every word must fit, names that begin with the text first", () => {
  assert.deepEqual(
    matchesOf("support", THINGS).map(({ id }) => id),
    ["1", "12", "3"],
  );
  assert.deepEqual(
    matchesOf("desk tiny", THINGS).map(({ id }) => id),
    ["12"],
  );
});

test("behavior: kinds and numbers are found too; nothing fits nothing", () => {
  assert.deepEqual(
    matchesOf("model 3", THINGS).map(({ id }) => id),
    ["3"],
  );
  assert.deepEqual(matchesOf("  ", THINGS), []);
  assert.deepEqual(matchesOf("zebra", THINGS), []);
});
