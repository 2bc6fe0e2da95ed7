import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { DATANET } from "../../../../test/support/documents.ts";
import { exitBond } from "./exit-bond.ts";
import { readExit } from "./read-exit.ts";

test("default: bond that no round binds begins to leave", async () => {
  const { deployment, wallet, address } = await chainAt("staked");
  const client = wallet("curator");
  const exited = await exitBond(client, { deployment, ...DATANET, amount: parseEther("20") });
  assert.deepEqual([exited.custodian, exited.amount], [address("curator"), parseEther("20")]);
  const { amount, availableAt } = await readExit(client, { deployment, account: address("curator") });
  assert.deepEqual([amount, availableAt], [parseEther("20"), exited.availableAt]);
});

test("error: a running round binds the bond", async () => {
  const { deployment, wallet } = await chainAt("drawn");
  await assert.rejects(exitBond(wallet("curator"), { deployment, ...DATANET, amount: parseEther("20") }), {
    code: "REVERT_INSUFFICIENT_BOND",
  });
});
