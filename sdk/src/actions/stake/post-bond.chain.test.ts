import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET } from "../../../../test/support/documents.ts";
import { postBond } from "./post-bond.ts";

test("default: the custodian's bond grows", async () => {
  const { deployment, wallet, address } = await chainAt("staked");
  const posted = await postBond(wallet("curator"), { deployment, ...DATANET, amount: parseEther("20") });
  assert.deepEqual([posted.custodian, posted.total], [address("curator"), parseEther("70")]);
});

test("error: only the custodian", async () => {
  const { deployment, wallet } = await chainAt("staked");
  await assert.rejects(postBond(wallet("ada"), { deployment, ...DATANET, amount: 1n }), {
    code: "REVERT_NOT_CUSTODIAN",
  });
});
