import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readParams } from "./read-params.ts";

test("default: the current set, with its number", async () => {
  const { deployment, client } = await chainAt("deployed");
  const params = await readParams(client, { deployment });
  assert.deepEqual([params.id, params.seats, params.roundFee], [1n, 3, parseEther("30")]);
});

test("args: paramSetId", async () => {
  const { deployment, client } = await chainAt("deployed");
  assert.deepEqual(await readParams(client, { deployment, paramSetId: 1n }), await readParams(client, { deployment }));
});
