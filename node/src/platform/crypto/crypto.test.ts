import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { newKey, open, seal } from "./aesGcm.ts";
import { deriveKeyPair, unwrap, wrap } from "./hpke.ts";

const text = (value: string) => new TextEncoder().encode(value);

test("seal: round trip", () => {
  const key = newKey();
  const sealed = seal(key, text("rows"), text("header"));
  assert.deepEqual(Buffer.from(open(key, sealed, text("header"))), Buffer.from("rows"));
});

test("seal: error: other key, other header, changed byte, cut", () => {
  const key = newKey();
  const sealed = seal(key, text("rows"), text("header"));
  const changed = Uint8Array.from(sealed, (byte, i) => (i === 14 ? byte ^ 1 : byte));
  const broken = { code: "seal_broken" };
  assert.throws(() => open(newKey(), sealed, text("header")), broken);
  assert.throws(() => open(key, sealed, text("other")), broken);
  assert.throws(() => open(key, changed, text("header")), broken);
  assert.throws(() => open(key, sealed.subarray(0, 20), text("header")), broken);
});

test("wrap: round trip with a derived pair that is always the same", async () => {
  const seed = randomBytes(32);
  const pair = await deriveKeyPair(seed);
  assert.deepEqual(await deriveKeyPair(seed), pair);
  const secret = newKey();
  const wrapped = await wrap(pair.publicKey, secret, text("batch 7"));
  assert.deepEqual(Buffer.from(await unwrap(pair.privateKey, wrapped, text("batch 7"))), Buffer.from(secret));
});

test("wrap: error: other use, other key, bad public key", async () => {
  const pair = await deriveKeyPair(randomBytes(32));
  const other = await deriveKeyPair(randomBytes(32));
  const wrapped = await wrap(pair.publicKey, newKey(), text("batch 7"));
  await assert.rejects(unwrap(pair.privateKey, wrapped, text("batch 8")), { code: "wrap_broken" });
  await assert.rejects(unwrap(other.privateKey, wrapped, text("batch 7")), { code: "wrap_broken" });
  await assert.rejects(wrap(new Uint8Array(5), newKey(), text("x")), { code: "key_invalid" });
});
