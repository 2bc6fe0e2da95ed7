import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { numberToHex, zeroAddress, zeroHash } from "viem";
import { composeExam } from "../exam/composeExam.ts";
import { type BuiltExam, sealExam } from "../exam/sealExam.ts";
import { type CuratorDesk, ITEMS, openCuratorDesk, SEED } from "./testing/curatorDesk.ts";

let desk: CuratorDesk;
let exam: BuiltExam;
beforeEach(async () => {
  desk = await openCuratorDesk();
  const rows = Array.from({ length: 60 }, (_, index) => ({
    index,
    text: `question ${index}`,
    label: `label ${index % 3}`,
    contributor: zeroAddress,
    group: `${index}`,
    salt: numberToHex(index, { size: 32 }),
  }));
  exam = await sealExam(desk.ipfs, composeExam({ chainId: 1, datanetId: 1n, version: 1 }, rows, SEED, ITEMS));
});
afterEach(() => desk.db.close());

const state = async (version = 1) => (await desk.versions.version(1n, version))?.state;
const failure = { code: "ipfs_away", message: "IPFS is full.", ended: false };

test("default: published, built with its batches, sealed", async () => {
  const { versions } = desk;
  await versions.addVersion(1n, 1, zeroHash, 5);
  await versions.saveExam(1n, 1, exam);
  const { seed, splits, bundle, holdout } = exam;
  assert.deepEqual(await versions.version(1n, 1), {
    datanetId: 1n,
    version: 1,
    manifestHash: zeroHash,
    epoch: 5,
    state: "built",
    failure: undefined,
    built: { seed, splits, bundle, holdout },
    versionKey: exam.versionKey,
  });
  const [batch] = await versions.batches(1n, 1);
  assert.deepEqual(batch, exam.batches[0]);
  assert.deepEqual(await versions.sealedDatanets(), []);
  await versions.markSealed(1n, 1);
  assert.equal(await state(), "sealed");
  assert.deepEqual(await versions.sealedDatanets(), [1n]);
});

test("behavior: every write may be repeated, and none takes a version back", async () => {
  const { versions } = desk;
  for (let i = 0; i < 2; i++) await versions.addVersion(1n, 1, zeroHash, 5);
  for (let i = 0; i < 2; i++) await versions.saveExam(1n, 1, exam);
  await versions.markSealed(1n, 1);
  await versions.addVersion(1n, 1, SEED, 6);
  await versions.saveExam(1n, 1, exam);
  assert.equal(await versions.noteFailure(1n, 1, failure), false);
  const stored = await versions.version(1n, 1);
  assert.deepEqual([stored?.state, stored?.manifestHash, stored?.failure], ["sealed", zeroHash, undefined]);
  assert.equal((await versions.batches(1n, 1)).length, exam.batches.length);
});

test("behavior: a failure is kept once, replaced, and forgotten by success", async () => {
  const { versions } = desk;
  await versions.addVersion(1n, 1, zeroHash, 5);
  assert.equal(await versions.noteFailure(1n, 1, failure), true);
  assert.equal(await versions.noteFailure(1n, 1, failure), false, "the same one is no news");
  assert.equal(await versions.noteFailure(1n, 1, { ...failure, message: "IPFS is away." }), true);
  assert.deepEqual((await versions.version(1n, 1))?.failure, { code: "ipfs_away", message: "IPFS is away." });
  assert.equal(await versions.noteFailure(1n, 1, undefined), true);
  assert.equal((await versions.version(1n, 1))?.failure, undefined);
  await versions.noteFailure(1n, 1, failure);
  await versions.saveExam(1n, 1, exam);
  assert.deepEqual([await state(), (await versions.version(1n, 1))?.failure], ["built", undefined]);
});

test("behavior: one that has ended is in no queue, and a sealing on chain still counts", async () => {
  const { versions } = desk;
  await versions.addVersion(1n, 1, zeroHash, 5);
  await versions.addVersion(1n, 2, zeroHash, 5);
  await versions.noteFailure(1n, 1, { ...failure, ended: true });
  assert.deepEqual(
    (await versions.versionsIn("published", "built")).map(({ version }) => version),
    [2],
  );
  assert.equal(await state(), "failed");
  await versions.markSealed(1n, 1);
  assert.deepEqual([await state(), (await versions.version(1n, 1))?.failure], ["sealed", undefined]);
});

test("behavior: a datanet seen again has its newest custodian", async () => {
  const datanet = { datanetId: 1n, curator: zeroAddress, custodian: zeroAddress, metadataCid: "a" };
  await desk.versions.addDatanet(datanet);
  const moved = { ...datanet, custodian: numberToHex(2, { size: 20 }) };
  await desk.versions.addDatanet(moved);
  assert.deepEqual(await desk.versions.datanet(1n), moved);
  assert.equal(await desk.versions.datanet(2n), undefined);
});
