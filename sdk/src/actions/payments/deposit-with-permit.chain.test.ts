import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { depositWithPermit } from "./deposit-with-permit.ts";

test("default: one transaction without an approval before it", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const payee = address("gateway");
  const sent = await client.getTransactionCount({ address: address("app") });
  const deposited = await depositWithPermit(wallet("app"), { deployment, payee, amount: parseEther("10") });
  assert.equal(deposited.deposited, parseEther("10"));
  assert.equal(await client.getTransactionCount({ address: address("app") }), sent + 1);
});

test("args: deadline", async () => {
  const { deployment, wallet, address } = await chainAt("deployed");
  const payee = address("gateway");
  await assert.rejects(depositWithPermit(wallet("app"), { deployment, payee, amount: 1n, deadline: 1n }), {
    name: "AssayError",
  });
});
