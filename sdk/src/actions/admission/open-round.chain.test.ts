import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL, modelInput, ROUND } from "../../../../test/support/documents.ts";
import { registerModel } from "../models/register-model.ts";
import { stakeModel } from "../stake/stake-model.ts";
import { readBalance } from "../token/read-balance.ts";
import { openRound } from "./open-round.ts";
import { readPhase } from "./read-phase.ts";

test("default: a round is opened for the fee of a first attempt", async () => {
  const { deployment, wallet, address } = await chainAt("staked");
  const client = wallet("publisher");
  const before = await readBalance(client, { deployment, account: address("publisher") });
  const opened = await openRound(client, { deployment, ...MODEL, maxFee: parseEther("100") });
  assert.deepEqual([opened.roundId, opened.fee, opened.attempt], [1n, parseEther("30"), 1]);
  const after = await readBalance(client, { deployment, account: address("publisher") });
  assert.equal(before - after, opened.fee);
  assert.equal(await readPhase(client, { deployment, ...ROUND }), "Open");
});

test("error: the sentence for too little stake", async () => {
  const { deployment, wallet, address } = await chainAt("staked");
  const client = wallet("publisher");
  const { modelId } = await registerModel(client, { deployment, input: modelInput(address("trainer")) });
  await assert.rejects(openRound(client, { deployment, modelId, maxFee: parseEther("30") }), {
    code: "REVERT_STAKE_TOO_LOW",
    message: "The model's stake is 0 ASY, but a round needs 500 ASY.",
    hint: "Stake the difference on the model first.",
  });
});

test("error: a custodian without a bond examines nobody", async () => {
  const { deployment, wallet, address } = await chainAt("sealed");
  const client = wallet("publisher");
  const { modelId } = await registerModel(client, { deployment, input: modelInput(address("trainer")) });
  await stakeModel(client, { deployment, modelId, amount: parseEther("500") });
  await assert.rejects(openRound(client, { deployment, modelId, maxFee: parseEther("30") }), {
    code: "REVERT_INSUFFICIENT_BOND",
  });
});

test("error: the fee is more than the caller pays at most", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(openRound(wallet("publisher"), { deployment, ...MODEL, maxFee: parseEther("29") }), {
    code: "REVERT_FEE_TOO_LOW",
  });
});
