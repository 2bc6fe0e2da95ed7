/** The custodian follows the chain's events from a version's publication to the end of a round, over restarts. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { admissionAbi, datanetRegistryAbi } from "@assay/sdk/abi";
import { bytesToHex, type Hex, numberToHex, zeroAddress, zeroHash } from "viem";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { deriveKeyPair } from "../platform/crypto/hpke.ts";
import { silentLogger } from "../platform/log.ts";
import { startCustodian } from "./custodian.ts";
import { draftVersion } from "./publish.ts";
import { type CuratorDesk, DEPLOYMENT, ITEMS, openCuratorDesk } from "./testing/curatorDesk.ts";

const { datanets, admission } = DEPLOYMENT.addresses;
const CUSTODIAN = numberToHex(0xcc, { size: 20 });
let desk: CuratorDesk;
let sent: string[];
let stopping: AbortController;
let done: Promise<unknown>;

function start(): void {
  stopping = new AbortController();
  const outbox = {
    address: CUSTODIAN,
    call: async (key: string) => void sent.push(key),
    resume: async () => 0,
    stateOf: async () => undefined,
  } as unknown as Outbox;
  const { client, db, ipfs, contributions, versions, rounds } = desk;
  const options = { client, db, deployment: DEPLOYMENT, outbox, ipfs, contributions, versions, rounds };
  done = startCustodian({ ...options, log: silentLogger, signal: stopping.signal }).done;
}

async function stop(): Promise<void> {
  stopping.abort();
  await done;
}

beforeEach(async () => {
  desk = await openCuratorDesk();
  sent = [];
  const bond = { total: 10n ** 30n, bound: 0n };
  const keys = await deriveKeyPair(new Uint8Array(32).fill(5));
  Object.assign(desk.chain.answers, {
    currentEpoch: () => 2,
    bondOf: () => [bond.total, bond.bound],
    phaseEndOf: () => 0n,
    accountOf: () => zeroAddress,
    encryptionKeyOf: () => bytesToHex(keys.publicKey),
  });
});
afterEach(async () => {
  await stop();
  await desk.db.close();
});

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await look()); await delay(50))
    if (Date.now() > end) throw new Error(`waited for ${what}; sent ${sent.join(", ")}`);
}
const isIn = (state: string) => async () => (await desk.versions.version(1n, 1))?.state === state;

/** The datanet and its first version on chain, published in epoch 2: its seed is not known before epoch 3. */
async function publish(): Promise<Hex> {
  const id = await desk.contribute();
  const { input } = await draftVersion(desk.contributions, desk.ipfs, 1n, [id], ITEMS);
  const made = {
    datanetId: 1n,
    curator: zeroAddress,
    custodian: CUSTODIAN,
    metadataHash: zeroHash,
    metadataCid: "cid",
  };
  desk.chain.emit(datanets, datanetRegistryAbi, "DatanetCreated", made);
  desk.chain.emit(datanets, datanetRegistryAbi, "VersionPublished", { datanetId: 1n, version: 1, input, epoch: 2 });
  return input.manifestHash;
}

test("default: the exam is built after the seed and sealed, and a round is drawn, keyed and retired", async () => {
  start();
  await publish();
  await until("the version", isIn("published"));
  await delay(700);
  assert.deepEqual(sent, [], "nothing is built before the seed is known");
  desk.chain.answers.currentEpoch = () => 3;
  await until("the sealed version", isIn("sealed"));
  assert.deepEqual(sent, ["seal:1:1"]);

  const roundId = 9n;
  desk.chain.emit(admission, admissionAbi, "RoundOpened", {
    ...{ roundId, modelId: 1n, publisher: zeroAddress, attempt: 1 },
    ...{ paramSetId: 1n, fee: 0n, openEpoch: 3 },
  });
  await until("the open round", async () => (await desk.rounds.in("open")).length === 1);
  desk.chain.answers.currentEpoch = () => 4;
  await until("the draw", async () => sent.includes("draw:9:0"));
  desk.chain.emit(admission, admissionAbi, "RoundDrawn", {
    ...{ roundId, seed: zeroHash, epoch: 4, redraw: 0, stakerIds: [1, 2, 3], keyDeadline: 0n },
    ...{ datanetId: 1n, version: 1, batchId: 0 },
  });
  await until("the keys", async () => sent.includes("keys:9:0"));
  desk.chain.emit(admission, admissionAbi, "RoundVoided", { roundId, modelId: 1n, reason: zeroHash, refund: 0n });
  await until("the retired batch", async () => sent.includes("retire:1:1:0"));
  await until("the closed round", async () => (await desk.rounds.in("closed")).length === 1);
});

test("behavior: stopped before the seed, the next start builds and seals", async () => {
  start();
  await publish();
  await until("the version", isIn("published"));
  await stop();
  desk.chain.answers.currentEpoch = () => 3;
  start();
  await until("the sealed version", isIn("sealed"));
  assert.deepEqual(sent, ["seal:1:1"]);
});

test("behavior: a datanet of another custodian is left to it", async () => {
  start();
  const id = await desk.contribute();
  const { input } = await draftVersion(desk.contributions, desk.ipfs, 1n, [id], ITEMS);
  const made = { datanetId: 1n, curator: zeroAddress, custodian: datanets, metadataHash: zeroHash, metadataCid: "cid" };
  desk.chain.emit(datanets, datanetRegistryAbi, "DatanetCreated", made);
  desk.chain.emit(datanets, datanetRegistryAbi, "VersionPublished", { datanetId: 1n, version: 1, input, epoch: 1 });
  await until("the datanet", async () => (await desk.versions.datanet(1n)) !== undefined);
  await delay(700);
  assert.equal(await desk.versions.version(1n, 1), undefined);
});

test("error: a chain that goes away is named with the waiting version until it answers again", async () => {
  start();
  await publish();
  await until("the version", isIn("published"));
  const failure = async () => (await desk.versions.version(1n, 1))?.failure?.code;
  desk.chain.isAway = true;
  await until("the failure", async () => (await failure()) === "chain_away");
  desk.chain.isAway = false;
  await until("the end of the failure", async () => (await failure()) === undefined);
  desk.chain.answers.currentEpoch = () => 3;
  await until("the sealed version", isIn("sealed"));
});
