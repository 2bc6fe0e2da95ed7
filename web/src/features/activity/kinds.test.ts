import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KIND_GROUPS, KINDS, kindsOfGroup, kindWords } from "./kinds.ts";

test("default: the kinds are those of the index's schema", () => {
  const schema = readFileSync(new URL("../../../../subgraph/schema.graphql", import.meta.url), "utf8");
  const inSchema = /enum ActivityKind \{([^}]*)\}/.exec(schema)?.[1]?.trim().split(/\s+/);
  assert.deepEqual(KINDS, inSchema);
});

test("behavior: every kind is in a group", () => {
  const grouped = new Set(KIND_GROUPS.flatMap(kindsOfGroup));
  assert.deepEqual(
    KINDS.filter((kind) => !grouped.has(kind)),
    [],
  );
});

test("default: words of a kind", () => {
  assert.equal(kindWords("BAD_KEY_SIGNALLED"), "bad key signalled");
});
