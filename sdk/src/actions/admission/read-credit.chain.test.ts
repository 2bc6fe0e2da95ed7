import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { holderOf } from "../../../../test/support/round.ts";
import { readCredit } from "./read-credit.ts";

test("default: a seat's fee is the credit of its holder, and strangers have none", async () => {
  const chain = await chainAt("final");
  const { deployment, client, address } = chain;
  const holder = await holderOf(chain, 0);
  assert.ok((await readCredit(client, { deployment, account: holder.account.address })) > 0n);
  assert.equal(await readCredit(client, { deployment, account: address("ada") }), 0n);
});
