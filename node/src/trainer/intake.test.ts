import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { SignedCancel, SignedJob } from "@assay/sdk/api";
import { cancelTypedData, documentHash, jobTypedData } from "@assay/sdk/hashing";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { ChainClient } from "../platform/chain/clients.ts";
import { openDatabase } from "../platform/database.ts";
import { checked } from "../platform/http/route.ts";
import { chainDouble } from "../testing/chainDouble.ts";
import * as intake from "./intake.ts";
import { createJobStore, type JobStore, type StoredJob } from "./jobStore.ts";
import { trainerMigrations } from "./migrations.ts";

const CHAIN_ID = 31337;
/** A chain without contracts: only keys can have signed. */
const { client } = chainDouble();
const ann = privateKeyToAccount(generatePrivateKey());
const eve = privateKeyToAccount(generatePrivateKey());
const plain = { schemaVersion: 1, base: "tiny", method: "lora", hyperparameters: {}, datanet: "1", version: 1 };

/** As the route takes a job and a stop: checked by its schema first. */
const acceptJob = async (store: JobStore, chain: ChainClient, chainId: number, body: unknown) =>
  await intake.acceptJob(store, chain, chainId, checked(SignedJob, body));
const assertMayCancel = async (job: StoredJob, chain: ChainClient, chainId: number, body: unknown) =>
  await intake.assertMayCancel(job, chain, chainId, checked(SignedCancel, body));

let store: JobStore;
beforeEach(async () => {
  store = createJobStore(await openDatabase(":memory:", trainerMigrations));
});

async function signed(job: object, signer = ann, chainId = CHAIN_ID) {
  const typed = jobTypedData({ chainId, jobHash: documentHash(job), requester: ann.address });
  return { job, requester: ann.address, signature: await signer.signTypedData(typed) };
}

test("default: a signed job is queued once", async () => {
  const body = await signed(plain);
  const first = await acceptJob(store, client, CHAIN_ID, body);
  assert.equal(first.state, "queued");
  assert.equal((await acceptJob(store, client, CHAIN_ID, body)).id, first.id);
  assert.equal(first.jobHash, documentHash(plain));
});

test("error: another's signature, another chain's, another job's, none", async () => {
  const other = await signed({ ...plain, version: 2 });
  const bodies = [
    await signed(plain, eve),
    await signed(plain, ann, 1),
    { ...other, job: plain },
    { ...(await signed(plain)), signature: "0x" },
  ];
  for (const body of bodies)
    await assert.rejects(acceptJob(store, client, CHAIN_ID, body), { code: "signature_invalid", field: "signature" });
  assert.deepEqual(await store.list(), []);
});

test("error: settings that can't train are named before anything is queued", async () => {
  // JSON turns NaN into null and 1e999 into Infinity.
  for (const learningRate of [0, -1, 1, null, "1e-4"]) {
    const body = await signed({ ...plain, hyperparameters: { learningRate } });
    await assert.rejects(acceptJob(store, client, CHAIN_ID, body), (error: { message: string; code: string }) => {
      assert.match(error.message, /learningRate/);
      return error.code !== "";
    });
  }
  const infinite = {
    ...(await signed(plain)),
    job: JSON.parse(`{"schemaVersion":1,"base":"tiny","hyperparameters":{"learningRate":1e999}}`),
  };
  await assert.rejects(acceptJob(store, client, CHAIN_ID, infinite));
  for (const change of [{ base: "" }, { method: "magic" }, { datanet: "-1" }, { version: 0 }, { extra: 1 }])
    await assert.rejects(async () => acceptJob(store, client, CHAIN_ID, await signed({ ...plain, ...change })));
  assert.deepEqual(await store.list(), []);
});

test("only the requester's own signature over this job stops it", async () => {
  const job = await acceptJob(store, client, CHAIN_ID, await signed(plain));
  const cancel = async (signer: typeof ann, jobId: string, chainId = CHAIN_ID) => ({
    signature: await signer.signTypedData(cancelTypedData({ chainId, jobId, requester: ann.address })),
  });
  await assertMayCancel(job, client, CHAIN_ID, await cancel(ann, job.id));
  const bodies = [await cancel(eve, job.id), await cancel(ann, "another"), await cancel(ann, job.id, 1)];
  for (const body of bodies)
    await assert.rejects(assertMayCancel(job, client, CHAIN_ID, body), {
      code: "signature_invalid",
      field: "signature",
    });
});
