import assert from "node:assert/strict";
import { test } from "node:test";
import { serve } from "../../http/serve.ts";
import { createChainClient } from "../clients.ts";
import { poolOf } from "./pool.ts";

test("behavior: who asks each RPC within a time is not held up by one that hangs", async (t) => {
  const hanging = await serve({ fetch: () => new Promise<Response>(() => undefined) }, { port: 0 });
  const good = await serve({ fetch: () => Response.json({ jsonrpc: "2.0", id: 1, result: "0x5" }) }, { port: 0 });
  t.after(() => Promise.all([hanging.close(), good.close()]));
  const client = createChainClient({ chainId: 31_337, rpcUrl: hanging.url, rpcUrls: [good.url] });
  const answers = await poolOf(client)?.askEach({ method: "eth_blockNumber" }, 500);
  assert.deepEqual(answers, [undefined, "0x5"]);
});
