import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroHash } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { hashOf } from "../../../../test/support/documents.ts";
import { readStake } from "./read-stake.ts";
import { registerEvaluator } from "./register-evaluator.ts";

test("default: a key is registered and rotated", async () => {
  const { deployment, wallet, address } = await chainAt("deployed");
  const evaluator = address("evaluator1");
  for (const encryptionKey of [hashOf("first key"), hashOf("second key")]) {
    const registered = await registerEvaluator(wallet("evaluator1"), { deployment, encryptionKey });
    assert.deepEqual([registered.evaluator, registered.encryptionKey], [evaluator, encryptionKey]);
    assert.equal((await readStake(wallet("ada"), { deployment, evaluator })).encryptionKey, encryptionKey);
  }
});

test("error: zero is not a key", async () => {
  const { deployment, wallet } = await chainAt("deployed");
  await assert.rejects(registerEvaluator(wallet("evaluator1"), { deployment, encryptionKey: zeroHash }), {
    code: "REVERT_ZERO_KEY",
  });
});
