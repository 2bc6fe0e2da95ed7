import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { readBond } from "./read-bond.ts";

test("default: a round binds the custodian's bond", async () => {
  const before = await chainAt("staked");
  const { custodianBond } = await readParams(before.client, { deployment: before.deployment });
  assert.deepEqual(await readBond(before.client, { deployment: before.deployment, ...DATANET }), {
    total: custodianBond,
    bound: 0n,
  });
  const after = await chainAt("drawn");
  assert.deepEqual(await readBond(after.client, { deployment: after.deployment, ...DATANET }), {
    total: custodianBond,
    bound: custodianBond,
  });
});
