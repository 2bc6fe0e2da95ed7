import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET, HOLDOUT } from "../../../../test/support/documents.ts";
import { readHoldoutSeed } from "./read-holdout-seed.ts";
import { sealHoldout } from "./seal-holdout.ts";

test("default: the custodian seals the exam once the seed is known", async () => {
  const { deployment, wallet, nextEpoch } = await chainAt("published");
  await nextEpoch();
  const client = wallet("curator");
  const sealed = await sealHoldout(client, { deployment, ...DATANET, version: 1, input: HOLDOUT });
  assert.deepEqual(sealed.input, HOLDOUT);
  assert.equal(sealed.seed, await readHoldoutSeed(client, { deployment, ...DATANET, version: 1 }));
});

test("error: the sentence for anyone but the custodian", async () => {
  const { deployment, wallet, address, nextEpoch } = await chainAt("published");
  await nextEpoch();
  await assert.rejects(sealHoldout(wallet("ada"), { deployment, ...DATANET, version: 1, input: HOLDOUT }), {
    code: "REVERT_NOT_CUSTODIAN",
    message: `Only the datanet's custodian ${address("curator")} may do this, not ${address("ada")}.`,
  });
});
