import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroHash } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { hashOf } from "../../../../test/support/documents.ts";
import { readStake } from "./read-stake.ts";

test("default: units and key of an evaluator", async () => {
  const { deployment, address, client } = await chainAt("staked");
  assert.deepEqual(await readStake(client, { deployment, evaluator: address("evaluator1") }), {
    staked: 10n,
    active: 10n,
    locked: 0n,
    leaving: 0n,
    totalActive: 30n,
    encryptionKey: hashOf("evaluator1"),
  });
});

test("behavior: zeros for who never staked", async () => {
  const { deployment, address, client } = await chainAt("staked");
  const { staked, encryptionKey } = await readStake(client, { deployment, evaluator: address("ada") });
  assert.deepEqual([staked, encryptionKey], [0n, zeroHash]);
});
