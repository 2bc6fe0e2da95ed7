/** The catalogue over a real index: what the gateway reads of models, their rounds and their admissions. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createGraphClient } from "@assay/sdk/graph";
import { CURATOR, CUSTODIAN, EVALUATORS, PUBLISHER } from "../indexer/testing/cast.ts";
import { type ProtocolChain, person, startProtocolChain } from "../indexer/testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "../indexer/testing/runningIndexer.ts";
import { tellWholeStory } from "../indexer/testing/story.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { createCatalog } from "./catalog.ts";
import { asOf } from "./catalogQuery.ts";

let home: string;
let chain: ProtocolChain;
let indexer: RunningIndexer;

before(async () => {
  home = await mkdtemp(join(tmpdir(), "assay-catalog-"));
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  indexer = await runIndexer(chain, join(home, "index.db"));
  await indexer.caughtUp();
});
after(async () => {
  await indexer?.close();
  await chain?.anvil.close();
  await rm(home, { recursive: true, force: true });
});

test("default: models with the evidence of their final rounds, their roles and their changes of state", async () => {
  const graph = createGraphClient({ url: `${indexer.url}/graphql` });
  const catalog = createCatalog({ graph, ipfs: {} as Ipfs, dir: home });
  const [model] = await catalog.list();
  assert.ok(model);
  assert.equal(model.id, "1");
  assert.equal(model.state, "RETIRED");
  assert.equal(model.exam?.cid, "bafy-exam");
  const expected = [PUBLISHER, person(10), person(0), CURATOR, CUSTODIAN, ...EVALUATORS.slice(0, 4)];
  assert.deepEqual(
    model.roles.toSorted(),
    expected.map((account) => account.toLowerCase()).toSorted(),
    "a seat of a void round has shown nothing",
  );
  assert.equal(model.rounds.length, 1);
  const [round] = model.rounds;
  assert.equal(round?.lanes.length, 16);
  assert.deepEqual([round?.id, round?.passed, round?.gatedLanes], ["1", true, 3]);
  assert.deepEqual(
    model.changes.map(({ from, to, roundId }) => [from, to, roundId]),
    [
      ["SANDBOX", "ADMITTED", "1"],
      ["ADMITTED", "RETIRED", undefined],
    ],
  );
  await assert.rejects(catalog.get("9"), { code: "unknown_model", status: 404 });
  assert.ok(catalog.now() >= Math.floor(Date.now() / 1000));
});

test("behavior: an admission past its time reads as suspended before anyone lapses it", async () => {
  const graph = createGraphClient({ url: `${indexer.url}/graphql` });
  const [model] = await createCatalog({ graph, ipfs: {} as Ipfs, dir: home }).list();
  assert.ok(model);
  const admitted = { ...model, state: "ADMITTED" as const, expiresAt: 100 };
  assert.deepEqual([asOf(admitted, 99).state, asOf(admitted, 99).isLapseDue], ["ADMITTED", false]);
  assert.deepEqual([asOf(admitted, 100).state, asOf(admitted, 100).isLapseDue], ["SUSPENDED", true]);
  assert.equal(asOf({ ...admitted, state: "RETIRED" }, 100).isLapseDue, false);
});
