import assert from "node:assert/strict";
import { test } from "node:test";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { getEvents } from "../events/get-events.ts";
import { settleObjection } from "./settle-objection.ts";
import { withdrawRewardCredit } from "./withdraw-reward-credit.ts";

/** Days after which a case that no jury closed counts as hung. */
const LIMIT_DAYS = 30;
/** Outcome.Hung in contracts/interfaces/IRewardDistributor.sol. */
const HUNG = 3;

test("default: a case that no jury closed is hung, and the objector gets its bond back without the jurors' pay", async () => {
  const { deployment, wallet, client, pass } = await chainAt("objected");
  const [objected] = await getEvents(client, { deployment, contract: "rewards", eventName: "EpochObjected" });
  assert.ok(objected);
  const { bond, pay, caseId } = objected.args;
  await pass(LIMIT_DAYS * 24 * 60 * 60 + 1);
  const settled = await settleObjection(wallet("ben"), { deployment, caseId });
  assert.deepEqual([settled.epoch, settled.outcome], [1n, HUNG]);
  assert.equal((await withdrawRewardCredit(wallet("ada"), { deployment })).amount, bond - pay);
});

test("error: the jury has not decided", async () => {
  const { deployment, wallet } = await chainAt("objected");
  await assert.rejects(settleObjection(wallet("ada"), { deployment, caseId: 1n }), { code: "REVERT_CASE_OPEN" });
});
