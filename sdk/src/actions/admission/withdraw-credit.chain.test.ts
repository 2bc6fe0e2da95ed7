import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { holderOf } from "../../../../test/support/round.ts";
import { readBalance } from "../token/read-balance.ts";
import { readCredit } from "./read-credit.ts";
import { withdrawCredit } from "./withdraw-credit.ts";

test("default: the whole credit is paid out", async () => {
  const chain = await chainAt("final");
  const { deployment } = chain;
  const client = await holderOf(chain, 0);
  const account = client.account.address;
  const credit = await readCredit(client, { deployment, account });
  const before = await readBalance(client, { deployment, account });
  assert.equal((await withdrawCredit(client, { deployment })).amount, credit);
  assert.equal((await readBalance(client, { deployment, account })) - before, credit);
  assert.equal(await readCredit(client, { deployment, account }), 0n);
});

test("error: there is nothing to withdraw", async () => {
  const { deployment, wallet } = await chainAt("final");
  await assert.rejects(withdrawCredit(wallet("ada"), { deployment }), { code: "REVERT_NOTHING_TO_WITHDRAW" });
});
