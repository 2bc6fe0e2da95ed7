import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { chainAt } from "../../../../test/support/chainAt.ts";
import * as calls from "../../calls/index.ts";
import { transact } from "../transaction.ts";
import { signPermit } from "./sign-permit.ts";

test("default: the token takes the permit", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const spender = address("gateway");
  const deadline = (await client.getBlock()).timestamp + 3600n;
  const amount = parseEther("2");
  const { v, r, s } = await signPermit(wallet("app"), { deployment, spender, amount, deadline });
  const { address: token, abi } = calls.token.nonces(deployment, { owner: address("app") });
  const args = [address("app"), spender, amount, deadline, v, r, s] as const;
  await transact(wallet("ada"), { address: token, abi, functionName: "permit", args });
  const owner = address("app");
  assert.equal(await client.readContract(calls.token.allowance(deployment, { owner, spender })), amount);
});
