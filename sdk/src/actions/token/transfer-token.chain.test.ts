import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readBalance } from "./read-balance.ts";
import { transferToken } from "./transfer-token.ts";

test("default: tokens change hands", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const before = await readBalance(client, { deployment, account: address("ben") });
  await transferToken(wallet("app"), { deployment, to: address("ben"), amount: 7n });
  assert.equal((await readBalance(client, { deployment, account: address("ben") })) - before, 7n);
});

test("error: more than the caller holds", async () => {
  const { deployment, wallet, address } = await chainAt("deployed");
  await assert.rejects(transferToken(wallet("app"), { deployment, to: address("ben"), amount: parseEther("5001") }), {
    code: "REVERT_ERC20_INSUFFICIENT_BALANCE",
  });
});
