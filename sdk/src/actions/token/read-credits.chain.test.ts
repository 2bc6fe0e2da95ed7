import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { holderOf } from "../../../../test/support/round.ts";
import { readCredit } from "../admission/read-credit.ts";
import { readCredits } from "./read-credits.ts";

test("default: a seat's fee is held by Admission, and nothing anywhere else", async () => {
  const chain = await chainAt("final");
  const { deployment } = chain;
  const client = await holderOf(chain, 0);
  const account = client.account.address;
  const admission = await readCredit(client, { deployment, account });
  assert.ok(admission > 0n);
  const credits = await readCredits(client, { deployment, account });
  assert.deepEqual(credits, { admission, jury: 0n, challenges: 0n, availability: 0n, rewards: 0n });
});
