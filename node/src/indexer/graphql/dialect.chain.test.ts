import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CURATOR } from "../testing/cast.ts";
import { type ProtocolChain, startProtocolChain } from "../testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "../testing/runningIndexer.ts";
import { createDatanet, publishVersion, registerModel, tellWholeStory } from "../testing/story.ts";

let chain: ProtocolChain;
let indexer: RunningIndexer;

before(async () => {
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  for (let id = 2n; id <= 12n; id++) await createDatanet(chain, id, id % 2n === 0n ? `Even_${id}` : `odd-${id}`);
  await publishVersion(chain, 2n, 1, 5);
  await publishVersion(chain, 10n, 1, 7);
  await registerModel(chain, 2n, 1n);
  indexer = await runIndexer(chain, ":memory:");
  await indexer.caughtUp();
});

after(async () => {
  await indexer.close();
  await chain.anvil.close();
});

/** Ids of the datanets a list gives. */
async function ids(args: string): Promise<string[]> {
  const { datanets } = await indexer.query<{ datanets: { id: string }[] }>(`{ datanets(${args}) { id } }`);
  return datanets.map(({ id }) => id);
}

async function firstError(query: string): Promise<string | undefined> {
  return (await indexer.ask(query)).errors?.[0]?.message;
}

test("orderBy: ids as text, numbers as numbers, both ways", async () => {
  assert.deepEqual(await ids("first: 4"), ["1", "10", "11", "12"]);
  assert.deepEqual(await ids("first: 3, orderBy: datanetId, orderDirection: desc"), ["12", "11", "10"]);
  assert.deepEqual(await ids("first: 3, skip: 9, orderBy: datanetId"), ["10", "11", "12"]);
});

test("orderBy: nulls come last ascending and first descending, ties by id", async () => {
  const up = await ids("orderBy: latestVersion");
  assert.deepEqual(up.slice(0, 3), ["1", "10", "2"]);
  const down = await ids("orderBy: latestVersion, orderDirection: desc");
  assert.deepEqual(down.slice(-3), ["2", "10", "1"]);
  assert.deepEqual((await ids("orderBy: latestVersion__rowCount")).slice(0, 3), ["2", "10", "1"]);
});

test("where: comparisons on BigInt", async () => {
  assert.deepEqual(await ids('where: { datanetId_gt: "9", datanetId_lte: "11" }, orderBy: datanetId'), ["10", "11"]);
  assert.deepEqual(await ids("where: { datanetId_lt: 3, datanetId_gte: 2 }"), ["2"]);
  assert.deepEqual(await ids('where: { datanetId_in: ["2", "11"] }'), ["11", "2"]);
  assert.equal((await ids('where: { datanetId_not_in: ["2", "11"] }')).length, 10);
  assert.equal((await ids('where: { datanetId_not: "1" }')).length, 11);
  assert.deepEqual(await ids("where: { datanetId_in: [] }"), []);
});

test("where: text", async () => {
  assert.deepEqual(await ids('where: { metadataCid_contains: "ven_1" }'), ["10", "12"]);
  assert.deepEqual(await ids('where: { metadataCid_contains: "even" }'), []);
  assert.equal((await ids('where: { metadataCid_contains_nocase: "even" }')).length, 6);
  assert.equal((await ids('where: { metadataCid_not_contains_nocase: "EVEN" }')).length, 6);
  assert.deepEqual(await ids('where: { metadataCid_starts_with: "bafy" }'), ["1"]);
  assert.equal((await ids('where: { metadataCid_starts_with_nocase: "ODD-" }')).length, 5);
  assert.deepEqual(await ids('where: { metadataCid_ends_with: "_2" }'), ["2"]);
  assert.deepEqual(await ids('where: { metadataCid_contains: "%" }'), []);
});

test("where: Bytes in any case, as GraphQL variables too", async () => {
  const query = "query ($curator: Bytes!) { datanets(where: { curator: $curator }) { curator } }";
  const { datanets } = await indexer.query<{ datanets: { curator: string }[] }>(query, {
    curator: CURATOR.toUpperCase().replace("0X", "0x"),
  });
  assert.equal(datanets.length, 12);
  assert.equal(datanets[0]?.curator, CURATOR);
  assert.equal((await ids('where: { curator_contains: "0xa001" }')).length, 12);
});

test("where: nulls, and, or", async () => {
  assert.deepEqual(await ids("where: { latestVersion_not: null }"), ["1", "10", "2"]);
  assert.equal((await ids("where: { latestVersion: null }")).length, 9);
  assert.deepEqual(
    await ids('where: { or: [{ datanetId: "3" }, { and: [{ versionCount: 1 }, { rowCount_gt: 5 }] }] }'),
    ["1", "10", "3"],
  );
  assert.equal((await ids("where: { and: [] }")).length, 12);
});

test("where: fields of other entities, referred and derived", async () => {
  assert.deepEqual(await ids("where: { latestVersion_: { rowCount_lt: 6 } }"), ["2"]);
  assert.deepEqual(await ids('where: { models_: { publisher_contains: "a003" } }'), ["1"]);
  assert.deepEqual(await ids("where: { versions_: { datanet_: { datanetId_gt: 9 } } }"), ["10"]);
});

test("where: enums and lists", async () => {
  const { rounds, seats } = await indexer.query<{ rounds: unknown[]; seats: unknown[] }>(`{
    rounds(where: { phase_in: [FINAL], medianLaneCounts_contains: [24, 7] }) { id }
    seats(where: { laneCounts_not_contains: [7] }) { id }
  }`);
  assert.deepEqual(rounds, [{ id: "1" }]);
  assert.deepEqual(seats, []);
});

test("where: _change_block keeps what changed since", async () => {
  const { datanet } = await indexer.query<{ datanet: { createdBlock: string } }>(
    '{ datanet(id: "11") { createdBlock } }',
  );
  assert.deepEqual(await ids(`where: { _change_block: { number_gte: ${datanet.createdBlock} } }`), [
    "1",
    "10",
    "11",
    "12",
    "2",
  ]);
});

test("nested: references and derived lists take arguments", async () => {
  const { model } = await indexer.query<{ model: unknown }>(`{
    model(id: "2") { parent { children { id } } lineage { id } examDatanet { models(orderBy: modelId, orderDirection: desc, first: 1) { id } } }
  }`);
  assert.deepEqual(model, {
    parent: { children: [{ id: "2" }] },
    lineage: { id: "1" },
    examDatanet: { models: [{ id: "2" }] },
  });
});

test("block: the state of an earlier block, nested entities too", async () => {
  const { version } = await indexer.query<{ version: { publishedBlock: string } }>(
    '{ version(id: "10-1") { publishedBlock } }',
  );
  const number = Number(version.publishedBlock);
  const at = `block: { number: ${number - 1} }`;
  const answer = await indexer.query(`{
    before: datanet(id: "10", ${at}) { rowCount latestVersion { id } versions { id } }
    after: datanet(id: "10", block: { number: ${number} }) { rowCount versions { id } }
    versions(${at}, where: { datanet: "10" }) { id }
    _meta(block: { number: ${number} }) { block { number } }
  }`);
  assert.deepEqual(answer, {
    before: { rowCount: 0, latestVersion: null, versions: [] },
    after: { rowCount: 7, versions: [{ id: "10-1" }] },
    versions: [],
    _meta: { block: { number } },
  });
});

test("block: by hash, and number_gte of a block that is there", async () => {
  const { _meta } = await indexer.query<{ _meta: { block: { hash: string; number: number; timestamp: number } } }>(
    "{ _meta { block { hash number timestamp parentHash } } }",
  );
  const head = await chain.anvil.client.getBlock();
  assert.equal(_meta.block.hash, head.hash);
  assert.equal(_meta.block.timestamp, Number(head.timestamp));
  assert.equal((await ids(`block: { hash: "${_meta.block.hash}" }`)).length, 12);
  assert.equal((await ids(`block: { number_gte: ${_meta.block.number} }`)).length, 12);
});

test("error: pages, blocks and depths out of bounds", async () => {
  assert.match(
    (await firstError("{ datanets(first: 1001) { id } }")) ?? "",
    /`first` argument must be between 0 and 1000, but is 1001/,
  );
  assert.match((await firstError("{ datanets(skip: 5001) { id } }")) ?? "", /`skip` argument/);
  assert.match(
    (await firstError("{ datanets(block: { number: 99999 }) { id } }")) ?? "",
    /only indexed up to block number/,
  );
  const deep = `${"examDatanet { models { ".repeat(9)}id${" } }".repeat(9)}`;
  assert.match((await firstError(`{ models { ${deep} } }`)) ?? "", /levels deep/);
  assert.match((await firstError("{ datanets(where: { nothing: 1 }) { id } }")) ?? "", /nothing/);
});

test("null: an entity that is not there", async () => {
  assert.deepEqual(await indexer.query('{ datanet(id: "99") { id } }'), { datanet: null });
});

test("live: a new block reaches the index and its stream within a second", async () => {
  const stream = await fetch(`${indexer.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query: "subscription { _meta { block { number } } }" }),
  });
  const reader = stream.body?.getReader();
  await createDatanet(chain, 13n, "live");
  const mined = performance.now();
  const { number } = await chain.anvil.client.getBlock();
  let text = "";
  while (!text.includes(`"number":${number}`)) {
    const part = await reader?.read();
    assert.equal(part?.done, false);
    text += Buffer.from(part?.value ?? []).toString("utf8");
  }
  assert.ok(performance.now() - mined < 1_000);
  await reader?.cancel();
  assert.deepEqual(await ids('where: { metadataCid: "live" }'), ["13"]);
});
