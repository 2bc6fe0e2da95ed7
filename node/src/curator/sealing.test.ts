/** Building and sealing exams: what ends a version, what is tried again, and what a restart leaves. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { datanetRegistryAbi } from "@assay/sdk/abi";
import { encodeErrorResult, type Hex, zeroAddress, zeroHash } from "viem";
import { local } from "../../../ignition/parameters/local.ts";
import type { OutboxState } from "../platform/chain/outbox/intent.ts";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import type { Logger } from "../platform/log.ts";
import { draftVersion } from "./publish.ts";
import { createSealer } from "./sealing.ts";
import { type CuratorDesk, DEPLOYMENT, ITEMS, openCuratorDesk } from "./testing/curatorDesk.ts";

const PUBLISHED_IN = 1;
let desk: CuratorDesk;
let stop: AbortController;
let logged: { event: string; fields: Record<string, unknown> }[];
let sent: string[];
/** what the outbox answers to a call; a test may change it */
let refusal: Error | undefined;
let stateOfSeal: OutboxState | undefined;

beforeEach(async () => {
  desk = await openCuratorDesk();
  stop = new AbortController();
  [logged, sent, refusal, stateOfSeal] = [[], [], undefined, undefined];
});
afterEach(() => desk.db.close());

const note = (event: string, fields: object = {}) => void logged.push({ event, fields: { ...fields } });
const log = { info: note, warn: note, error: note, debug: note } as unknown as Logger;
const events = (): string[] => logged.map(({ event }) => event);

function sealer(of = desk) {
  const outbox = {
    call: async (key: string) => {
      sent.push(key);
      if (refusal !== undefined) throw refusal;
    },
    stateOf: async () => stateOfSeal,
  } as unknown as Outbox;
  const { client, ipfs, contributions, versions, clock } = of;
  return createSealer({
    client,
    deployment: DEPLOYMENT,
    outbox,
    ipfs,
    contributions,
    versions,
    log,
    signal: stop.signal,
    now: () => clock.now,
  });
}

/** A version with 90 rows, published in epoch 1. */
async function publish(of = desk): Promise<Hex> {
  const id = await of.contribute();
  const { input } = await draftVersion(of.contributions, of.ipfs, 1n, [id], ITEMS);
  await of.versions.addVersion(1n, 1, input.manifestHash, PUBLISHED_IN);
  return input.manifestHash;
}

const version = async (of = desk) => {
  const stored = await of.versions.version(1n, 1);
  assert.ok(stored);
  return stored;
};
const seedKnown = () => true;

/** As the chain refuses a call: the contract's error as data in the cause. */
function revert(errorName: "NotCustodian" | "SeedNotReady"): RevertError {
  const args = errorName === "NotCustodian" ? [zeroAddress, zeroAddress] : [2, 2];
  const data = encodeErrorResult({ abi: datanetRegistryAbi, errorName, args: args as never });
  return new RevertError("seal:1:1", Object.assign(new Error("reverted"), { data }));
}

test("default: built once the seed is known, then sealed", async () => {
  await publish();
  const work = sealer();
  await work.work(() => false);
  assert.equal((await version()).state, "published");
  await work.work(seedKnown);
  const built = await version();
  assert.deepEqual([built.state, built.failure], ["built", undefined]);
  assert.deepEqual(
    (await desk.versions.batches(1n, 1)).map(({ public: { count } }) => count),
    [ITEMS, ITEMS],
  );
  await work.work(seedKnown);
  assert.equal((await version()).state, "sealed");
  assert.deepEqual([events(), sent], [["exam_built", "version_sealed"], ["seal:1:1"]]);
});

test("behavior: killed between building and sealing, the next process seals the same exam", async () => {
  const home = mkdtempSync(join(tmpdir(), "assay-sealing-"));
  try {
    const path = join(home, "curator.db");
    const before = await openCuratorDesk({ path, ipfs: desk.ipfs });
    await publish(before);
    await sealer(before).work(seedKnown);
    const { built } = await version(before);
    await before.db.close();
    const after = await openCuratorDesk({ path, ipfs: desk.ipfs });
    assert.equal((await version(after)).state, "built");
    await sealer(after).work(seedKnown);
    const done = await version(after);
    assert.deepEqual([done.state, done.built], ["sealed", built]);
    await after.db.close();
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

test("error: data that fills no exam ends the version, and nothing says that an exam was built", async () => {
  await publish();
  // The parameters changed after the draft: no batch can be filled any more.
  desk.chain.answers.get = () => ({ ...local.paramSet, itemsPerBatch: 80 });
  const work = sealer();
  await work.work(seedKnown);
  const { state, failure } = await version();
  assert.deepEqual([state, failure?.code], ["failed", "rows_too_few"]);
  assert.match(failure?.message ?? "", /^90 rows can't fill one exam of 80 items .*\.$/);
  assert.deepEqual(events(), ["exam_sealing_failed"]);
  assert.equal(logged[0]?.fields.ended, true);
  desk.clock.now += 60_000;
  await work.work(seedKnown);
  assert.deepEqual(events(), ["exam_sealing_failed"], "it is not tried again");
});

test("error: rows drafted elsewhere end the version", async () => {
  await desk.versions.addVersion(1n, 1, zeroHash, PUBLISHED_IN);
  await sealer().work(seedKnown);
  const { state, failure } = await version();
  assert.deepEqual([state, failure?.code], ["failed", "draft_missing"]);
});

test("error: while IPFS takes nothing it is tried again, with words, and then sealed", async () => {
  await publish();
  desk.ipfs.isFull = true;
  const work = sealer();
  await work.work(seedKnown);
  const { state, failure } = await version();
  assert.deepEqual([state, failure?.code], ["published", "ipfs_away"]);
  assert.equal(failure?.message, "IPFS does not take the exam (no space left on device). It is tried again.");
  await work.work(seedKnown);
  desk.clock.now += 2_000;
  await work.work(seedKnown);
  assert.deepEqual(events(), ["exam_sealing_failed"], "the same failure is logged once");
  desk.ipfs.isFull = false;
  desk.clock.now += 2_000;
  await work.work(seedKnown);
  assert.deepEqual([(await version()).state, (await version()).failure], ["built", undefined]);
  assert.deepEqual(events(), ["exam_sealing_failed", "exam_built"]);
});

test("error: a chain that is away is named, and forgotten when it answers", async () => {
  await publish();
  const work = sealer();
  await work.chainAway(new Error("connection refused"));
  assert.equal(
    (await version()).failure?.message,
    "The chain does not answer (connection refused). It is tried again.",
  );
  desk.clock.now += 2_000;
  await work.work(() => false);
  assert.equal((await version()).failure, undefined);
  desk.chain.isAway = true;
  await work.work(seedKnown);
  assert.deepEqual([(await version()).state, (await version()).failure?.code], ["published", "chain_away"]);
});

test("error: a refusal that stays ends the version, one that passes is tried again", async () => {
  await publish();
  const work = sealer();
  await work.work(seedKnown);
  refusal = revert("SeedNotReady");
  await work.work(seedKnown);
  const waiting = await version();
  assert.deepEqual([waiting.state, waiting.failure?.code], ["built", "seal_refused"]);
  assert.match(waiting.failure?.message ?? "", /It is tried again\.$/);
  refusal = revert("NotCustodian");
  desk.clock.now += 2_000;
  await work.work(seedKnown);
  const ended = await version();
  assert.deepEqual([ended.state, ended.failure?.code], ["failed", "seal_refused"]);
  assert.doesNotMatch(ended.failure?.message ?? "", /tried again/);
});

test("error: a sealing that reverted on chain is never sent again", async () => {
  await publish();
  const work = sealer();
  await work.work(seedKnown);
  refusal = new RevertError("seal:1:1", new Error("transaction 0x1 reverted"));
  stateOfSeal = "reverted";
  await work.work(seedKnown);
  assert.equal((await version()).state, "failed");
});

test("behavior: withdrawn before it was sealed, a version ends; sealed, it stays", async () => {
  await publish();
  const work = sealer();
  await work.withdrawn(1n, 1);
  assert.deepEqual([(await version()).state, (await version()).failure?.code], ["failed", "version_withdrawn"]);
  await desk.versions.addVersion(1n, 2, zeroHash, PUBLISHED_IN);
  await desk.versions.markSealed(1n, 2);
  await work.withdrawn(1n, 2);
  assert.equal((await desk.versions.version(1n, 2))?.state, "sealed");
});

test("behavior: a stop in the middle is no failure", async () => {
  await publish();
  desk.ipfs.isFull = true;
  stop.abort();
  await assert.rejects(sealer().work(seedKnown), { code: "ipfs_away" });
  assert.equal((await version()).failure, undefined);
});

test("behavior: one version in trouble does not hold up another", async () => {
  await desk.versions.addVersion(1n, 2, zeroHash, PUBLISHED_IN);
  await publish();
  await sealer().work(seedKnown);
  assert.equal((await desk.versions.version(1n, 2))?.state, "failed");
  assert.equal((await version()).state, "built");
});
