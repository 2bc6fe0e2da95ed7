import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readGate } from "./read-gate.ts";

test("default: the number of items that every gated condition must reach", async () => {
  const { deployment, client } = await chainAt("deployed");
  assert.equal(await readGate(client, { deployment, items: 32, attempt: 1 }), 30);
});

test("behavior: a later attempt's gate is no lower", async () => {
  const { deployment, client } = await chainAt("deployed");
  const gates = [1, 2, 3].map((attempt) => readGate(client, { deployment, items: 32, attempt }));
  const [first = 0, second = 0, third = 0] = await Promise.all(gates);
  assert.ok(first <= second && second <= third);
});
