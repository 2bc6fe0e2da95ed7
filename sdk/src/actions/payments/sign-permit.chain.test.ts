import assert from "node:assert/strict";
import { test } from "node:test";
import { createWalletClient, custom, parseEther } from "viem";
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

test("error: a contract wallet gives no key's signature, so a permit is refused before anything is sent", async () => {
  const { deployment, wallet, address, client } = await chainAt("deployed");
  const app = wallet("app");
  const transport = custom({
    request: async (call: { method: string; params?: unknown }) =>
      call.method === "eth_signTypedData_v4" ? "0x1234" : await client.request(call as never),
  });
  const contract = createWalletClient({ account: address("app"), chain: app.chain, transport });
  const permit = { deployment, spender: address("gateway"), amount: 1n, deadline: 9_999_999_999n };
  await assert.rejects(signPermit(contract, permit), { code: "PERMIT_NEEDS_KEY" });
});
