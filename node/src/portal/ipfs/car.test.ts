/** Archives of blocks that name very many others: their order, their size and the time they take. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as dagCbor from "@ipld/dag-cbor";
import { varint } from "multiformats";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { identity } from "multiformats/hashes/identity";
import { createStore } from "../../platform/ipfs/ipfs.ts";
import { memoryBlocks } from "../../testing/memoryBlocks.ts";
import { carOf } from "./car.ts";

const text = (value: string) => new TextEncoder().encode(value);

/** CIDs of an archive's blocks in its order. */
async function blocksOf(car: AsyncGenerator<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  await car.next();
  for await (const section of car) {
    const [, used] = varint.decode(section);
    found.push(CID.decodeFirst(section.subarray(used))[0].toString());
  }
  return found;
}

const options = { scope: "all", limitBytes: 64 * 1024 * 1024, signal: new AbortController().signal } as const;

test("default: links of data are followed in the order of the document, each once", async () => {
  const blocks = memoryBlocks();
  const [a, b, c] = await Promise.all(["a", "b", "c"].map((name) => blocks.add(raw.code, text(name))));
  const root = await blocks.add(dagCbor.code, dagCbor.encode({ a, l: [b, { a }], z: c }));
  assert.deepEqual(await blocksOf(carOf(createStore(blocks).dag, root, options)), [root, a, b, c].map(String));
});

test("behavior: a block of a quarter of a million links is sent, not a fault", async () => {
  const blocks = memoryBlocks();
  const inline = CID.createV1(raw.code, identity.digest(text("x")));
  const root = await blocks.add(dagCbor.code, dagCbor.encode(Array.from({ length: 250_000 }, () => inline)));
  assert.deepEqual(await blocksOf(carOf(createStore(blocks).dag, root, options)), [root.toString()]);
});

test("error: very many small blocks cost more than their bytes", async () => {
  const blocks = memoryBlocks();
  const leaves = await Promise.all(Array.from({ length: 20 }, (_, i) => blocks.addLeaf(Uint8Array.of(i))));
  const { cid } = await blocks.addNode(leaves);
  const sent = blocksOf(carOf(createStore(blocks).dag, cid, { ...options, limitBytes: 5_000 }));
  await assert.rejects(sent, { code: "cid_too_large" });
});
