import assert from "node:assert/strict";
import { test } from "node:test";
import { createWalletClient, http, parseEther } from "viem";
import { foundry } from "viem/chains";
import { chainAt } from "../../../../test/support/chainAt.ts";
import { readBalance } from "./read-balance.ts";

test("default: what an account holds", async () => {
  const { deployment, address, client } = await chainAt("deployed");
  assert.equal(await readBalance(client, { deployment, account: address("app") }), parseEther("5000"));
});

test("error: the chain is gone", async () => {
  const { deployment, wallet, address } = await chainAt("deployed");
  const transport = http("http://127.0.0.1:1", { retryCount: 0 });
  const client = createWalletClient({ account: wallet("app").account, chain: foundry, transport });
  await assert.rejects(readBalance(client, { deployment, account: address("app") }), { code: "RPC_UNREACHABLE" });
});
