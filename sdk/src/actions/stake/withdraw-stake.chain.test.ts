import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { MODEL } from "../../../../test/support/documents.ts";
import { readParams } from "../params/read-params.ts";
import { unstakeModel } from "./unstake-model.ts";
import { withdrawStake } from "./withdraw-stake.ts";

test("default: what has cooled down is paid out", async () => {
  const { deployment, wallet, client, pass } = await chainAt("staked");
  const { unstakeCooldown } = await readParams(client, { deployment });
  await unstakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") });
  await pass(unstakeCooldown + 1);
  assert.equal((await withdrawStake(wallet("publisher"), { deployment })).amount, parseEther("5"));
});

test("error: nothing has cooled down", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await unstakeModel(wallet("publisher"), { deployment, ...MODEL, amount: parseEther("5") });
  await assert.rejects(withdrawStake(wallet("publisher"), { deployment }), { code: "REVERT_NOTHING_TO_WITHDRAW" });
});
