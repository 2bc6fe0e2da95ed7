import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../../../test/support/until.ts";
import { type ProtocolChain, startProtocolChain } from "./testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./testing/runningIndexer.ts";
import { createDatanet, publishVersion } from "./testing/story.ts";

let chain: ProtocolChain;

before(async () => {
  chain = await startProtocolChain();
});

after(() => chain.anvil.close());

const STATE = `{
  _meta { block { number hash } }
  protocol(id: "assay") { datanetCount versionCount rowCount activityCount }
  datanets(orderBy: datanetId) { id metadataCid versionCount latestVersion { id manifestCid } }
  activities(orderBy: sequence) { kind block txHash }
}`;

/** What an index made from nothing on the present chain says. */
async function freshState(): Promise<unknown> {
  const indexer = await runIndexer(chain, ":memory:");
  await indexer.caughtUp();
  const state = await indexer.query(STATE);
  await indexer.close();
  return state;
}

async function expectFreshState(indexer: RunningIndexer): Promise<void> {
  await indexer.caughtUp();
  assert.deepEqual(await indexer.query(STATE), await freshState());
}

test("reorg: entities go back to the common block, then follow the new branch", async (t) => {
  const { client } = chain.anvil;
  await createDatanet(chain, 1n, "kept");
  const fork = await client.snapshot();
  await createDatanet(chain, 2n, "dropped");
  await publishVersion(chain, 1n, 1, 10);
  const indexer = await runIndexer(chain, ":memory:");
  t.after(() => indexer.close());
  await expectFreshState(indexer);

  await client.revert({ id: fork });
  await client.increaseTime({ seconds: 5 });
  for (const id of [2n, 3n, 4n]) await createDatanet(chain, id, `branch-${id}`);
  await publishVersion(chain, 1n, 1, 77);
  await expectFreshState(indexer);
  const { datanets } = await indexer.query<{ datanets: { metadataCid: string }[] }>(STATE);
  assert.deepEqual(
    datanets.map(({ metadataCid }) => metadataCid),
    ["kept", "branch-2", "branch-3", "branch-4"],
  );
});

test("reorg: a branch shorter than the old one", async (t) => {
  const { client } = chain.anvil;
  const fork = await client.snapshot();
  for (const id of [5n, 6n, 7n]) await createDatanet(chain, id, "long");
  const indexer = await runIndexer(chain, ":memory:");
  t.after(() => indexer.close());
  await indexer.caughtUp();
  await client.revert({ id: fork });
  await createDatanet(chain, 5n, "short");
  await expectFreshState(indexer);
});

test("reorg: another chain altogether makes the index stand still and name the fix", async (t) => {
  const indexer = await runIndexer(chain, ":memory:");
  t.after(() => indexer.close());
  await indexer.caughtUp();
  const before = await indexer.query(STATE);
  await chain.anvil.client.request({ method: "anvil_reset", params: [] as never });
  await chain.anvil.client.mine({ blocks: 40 });
  const health = await until(
    "the reason",
    async () => {
      const seen = await indexer.health();
      return seen.status === 503 ? seen : undefined;
    },
    20,
  );
  assert.match(health.chain.reason ?? "", /another chain than the one handled so far.*--fresh/);
  assert.deepEqual(await indexer.query(STATE), before);
});
