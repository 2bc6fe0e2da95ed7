import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import * as calls from "../../calls/index.ts";
import { approveIfNeeded } from "./approve-if-needed.ts";

test("default: exactly the amount is approved, once", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const spender = deployment.addresses.payments;
  const approval = { deployment, spender, amount: parseEther("3") };
  assert.match((await approveIfNeeded(wallet("app"), approval)) ?? "", /^0x[0-9a-f]{64}$/);
  const owner = address("app");
  assert.equal(await client.readContract(calls.token.allowance(deployment, { owner, spender })), parseEther("3"));
  assert.equal(await approveIfNeeded(wallet("app"), approval), undefined);
  assert.equal(await approveIfNeeded(wallet("app"), { ...approval, amount: 1n }), undefined);
});
