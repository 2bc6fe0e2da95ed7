import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { ROUND } from "../../../../test/support/documents.ts";
import * as availability from "../../calls/availability.ts";
import { readParams } from "../params/read-params.ts";
import { readCredits } from "../token/read-credits.ts";
import { transact } from "../transaction.ts";
import { demandLeaf } from "./demand-leaf.ts";
import { withdrawJudgeCredit } from "./withdraw-judge-credit.ts";

const leaf = { ...ROUND, seat: 0, slot: 4, position: 6 };

test("default: the bond of a demand that nobody answered is paid out, once", async () => {
  const { deployment, wallet, address, client, pass } = await chainAt("revealed");
  const ada = wallet("ada");
  const { demandBond, answerWindow } = await readParams(client, { deployment });
  await demandLeaf(ada, { deployment, leaf });
  await pass(answerWindow + 1);
  await transact(wallet("ben"), availability.expire(deployment, { leaf }));
  const account = address("ada");
  assert.equal((await readCredits(client, { deployment, account })).availability, demandBond);
  assert.equal((await withdrawJudgeCredit(ada, { deployment, judge: "availability" })).amount, demandBond);
  assert.equal((await readCredits(client, { deployment, account })).availability, 0n);
});

for (const judge of ["jury", "challenges", "availability"] as const) {
  test(`error: ${judge} holds nothing for the caller`, async () => {
    const { deployment, wallet } = await chainAt("revealed");
    await assert.rejects(withdrawJudgeCredit(wallet("ada"), { deployment, judge }), {
      code: "REVERT_NOTHING_TO_WITHDRAW",
    });
  });
}
