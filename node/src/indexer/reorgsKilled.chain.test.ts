import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { answered, type FaultyRpc, failed, type RpcHook, startFaultyRpc } from "../../../test/support/faultyRpc.ts";
import { lagging } from "../../../test/support/laggingRpc.ts";
import { assertWhole, createLives, urlOf } from "./testing/lives.ts";
import { seeded, upTo } from "./testing/memoryFaults.ts";
import { type ProtocolChain, startProtocolChain } from "./testing/protocolChain.ts";
import { createDatanet, publishVersion } from "./testing/story.ts";

const REORGS = 3;
const folder = mkdtempSync(join(tmpdir(), "assay-reorgs-"));
const lives = createLives();
const random = seeded(3);
let chain: ProtocolChain;
let proxy: FaultyRpc;

before(async () => {
  chain = await startProtocolChain();
  proxy = await startFaultyRpc(chain.anvil.rpcUrl);
});

after(async () => {
  lives.end();
  await proxy.close();
  await chain.anvil.close();
  rmSync(folder, { recursive: true });
});

/** One call in four goes wrong, each kind as often. */
function faults(): RpcHook {
  const behind = lagging(async () => Number(await chain.anvil.client.getBlockNumber({ cacheTime: 0 })), 2);
  return async (call, forward) => {
    if (random() > 0.25) return forward();
    const kind = upTo(random, 4);
    if (kind === 0) return behind(call, forward);
    if (kind === 1) return failed(call, -32005, "limit exceeded");
    if (kind === 2) return answered(call, null);
    return call.method === "eth_getLogs" ? answered(call, []) : forward();
  };
}

let datanets = 0n;

/** So many blocks whose content no other branch has. */
async function grow(blocks: number, from: bigint): Promise<void> {
  datanets = from;
  for (let block = 0; block < blocks; block++) {
    if (datanets > 0n && random() < 0.4) await publishVersion(chain, datanets, 1 + upTo(random, 1_000_000), block + 1);
    else {
      datanets += 1n;
      await createDatanet(chain, datanets, `d${random()}`);
    }
  }
}

test("reorgs: killed with -9 again and again over a faulty RPC, the index is that of the winning chain", async () => {
  const { client } = chain.anvil;
  const path = join(folder, "killed.sqlite");
  proxy.state.hook = faults();
  await grow(5, 0n);
  for (let reorg = 0; reorg < REORGS; reorg++) {
    const child = lives.start(chain, path, proxy.url);
    await urlOf(child);
    const [fork, made] = [await client.snapshot(), datanets];
    const depth = 3 + upTo(random, 10);
    await grow(depth, made);
    await client.revert({ id: fork });
    await client.increaseTime({ seconds: 9 });
    const killAt = upTo(random, depth);
    await grow(killAt, made);
    child.kill("SIGKILL");
    await once(child, "exit");
    await grow(depth + 1 - killAt, datanets);
  }
  proxy.state.hook = undefined;
  const rows = await assertWhole(lives, chain, path, proxy.url);
  assert.ok((rows.entity_Datanet?.length ?? 0) > 10);
});
