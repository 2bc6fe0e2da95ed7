/** The training key goes to whoever signed for it, wrapped to the key they named, of an open datanet's sealed version. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { keyRequestTypedData } from "@assay/sdk/hashing";
import { bytesToHex, type Hex, hexToBytes, numberToHex, zeroAddress } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { composeExam } from "../exam/composeExam.ts";
import { sealExam } from "../exam/sealExam.ts";
import { deriveKeyPair, type EncryptionKeyPair, unwrap } from "../platform/crypto/hpke.ts";
import { versionKeyInfo } from "../platform/crypto/info.ts";
import { releaseTrainingKey } from "./keys.ts";
import { draftRows, draftVersion } from "./publish.ts";
import { type CuratorDesk, DEPLOYMENT, ITEMS, openCuratorDesk, SEED } from "./testing/curatorDesk.ts";

const ref = { chainId: 31_337, datanetId: 1n, version: 1 };
let desk: CuratorDesk;
let trainer: PrivateKeyAccount;
let pair: EncryptionKeyPair;
let versionKey: Hex;

beforeEach(async () => {
  desk = await openCuratorDesk();
  trainer = privateKeyToAccount(generatePrivateKey());
  pair = await deriveKeyPair(new Uint8Array(32).fill(9));
  const id = await desk.contribute();
  const { input } = await draftVersion(desk.contributions, desk.ipfs, 1n, [id], ITEMS);
  await describe("open");
  await desk.versions.addVersion(1n, 1, input.manifestHash, 1);
  const rows = await draftRows(desk.contributions, [id]);
  const exam = await sealExam(desk.ipfs, composeExam(ref, rows, SEED, ITEMS));
  versionKey = exam.versionKey;
  await desk.versions.saveExam(1n, 1, exam);
  await desk.versions.markSealed(1n, 1);
});
afterEach(() => desk.db.close());

/** The datanet's metadata says who may train. */
async function describe(access: string): Promise<void> {
  const metadataCid = await desk.ipfs.addBytes(new TextEncoder().encode(JSON.stringify({ access })));
  await desk.versions.addDatanet({ datanetId: 1n, curator: zeroAddress, custodian: zeroAddress, metadataCid });
}

async function ask(change: { signer?: PrivateKeyAccount; version?: number; signedVersion?: number } = {}) {
  const { signer = trainer, version = 1, signedVersion = version } = change;
  const requester = trainer.address;
  const encryptionKey = bytesToHex(pair.publicKey);
  const request = { datanetId: 1n, version: signedVersion, requester, encryptionKey };
  const { chainId, addresses } = DEPLOYMENT;
  const signature = await signer.signTypedData(keyRequestTypedData({ chainId, datanets: addresses.datanets, request }));
  const { client, versions, ipfs } = desk;
  return await releaseTrainingKey(
    { client, deployment: DEPLOYMENT, versions, ipfs },
    { datanetId: 1n, version, requester, encryptionKey, signature },
  );
}

test("default: the version key, wrapped to the trainer, with the bundle it opens", async () => {
  const { wrappedKey, bundle } = await ask();
  const opened = await unwrap(pair.privateKey, hexToBytes(wrappedKey), versionKeyInfo(ref, trainer.address));
  assert.equal(bytesToHex(opened), versionKey);
  assert.ok((await desk.ipfs.getBytes(bundle.cid)).length > 0);
  const stranger = versionKeyInfo(ref, numberToHex(1, { size: 20 }));
  await assert.rejects(unwrap(pair.privateKey, hexToBytes(wrappedKey), stranger), { code: "wrap_broken" });
});

test("error: a signature by somebody else, or over another version", async () => {
  const refused = { code: "signature_invalid", status: 403 };
  await assert.rejects(ask({ signer: privateKeyToAccount(generatePrivateKey()) }), refused);
  await assert.rejects(ask({ signedVersion: 2 }), refused);
});

test("error: a datanet that is not open gives no key", async () => {
  await describe("granted");
  await assert.rejects(ask(), { code: "access_denied", status: 403, field: "datanet" });
});

test("error: a version that nobody knows", async () => {
  await assert.rejects(ask({ version: 2 }), { code: "version_unknown", status: 404 });
});

test("error: a version that waits or has failed says why", async () => {
  await desk.versions.addVersion(1n, 2, SEED, 1);
  await assert.rejects(ask({ version: 2 }), { code: "version_not_sealed", status: 409 });
  await desk.versions.noteFailure(1n, 2, { code: "rows_too_few", message: "Too few rows.", ended: true });
  await assert.rejects(ask({ version: 2 }), {
    message: "Version 2 of datanet 1 is failed; its exam must be sealed first (Too few rows.).",
  });
});
