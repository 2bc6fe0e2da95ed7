/** Files as strangers may build them: read as far as they are taken, and never without end. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { beforeEach, test } from "node:test";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { identity } from "multiformats/hashes/identity";
import { type Link, type MemoryBlocks, memoryBlocks } from "../../testing/memoryBlocks.ts";
import { createStore, type IpfsStore } from "./ipfs.ts";

const NOBODYS = CID.parse("bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy");
const text = (value: string) => new TextEncoder().encode(value);

let blocks: MemoryBlocks;
let ipfs: IpfsStore;
beforeEach(() => {
  blocks = memoryBlocks();
  ipfs = createStore(blocks);
});

const get = ({ cid }: Link, limitBytes = 1024 * 1024) => ipfs.getBytes(cid.toString(), { limitBytes });

/** Nodes that each link twice to the one before: 2 to the `levels` reads of the leaf. */
async function doubled(leaf: Link, levels: number): Promise<Link> {
  let link = leaf;
  for (let level = 0; level < levels; level += 1) link = await blocks.addNode([link, link]);
  return link;
}

/** Reads that go on by themselves show up within some turns of the loop. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
}

async function assertStill(): Promise<void> {
  await settled();
  const before = blocks.reads;
  await settled();
  assert.equal(blocks.reads, before, "nothing is read on");
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

test("default: data in nodes and leaves at several levels, whole and in every range", async () => {
  const leaves = await Promise.all(["abc", "d", "efgh", "ij"].map((value) => blocks.addLeaf(text(value))));
  const [one, two, three, four] = leaves as [Link, Link, Link, Link];
  const inner = await blocks.addNode([two, three], { data: text("-") });
  const inlined = { cid: CID.createV1(raw.code, identity.digest(text("in"))), size: 2 };
  const root = await blocks.addNode([
    one,
    inner,
    inlined,
    four,
    await blocks.addNode([], { type: "raw", data: text("k") }),
  ]);
  const whole = "abc-defghinijk";
  assert.equal(Buffer.from(await get(root)).toString(), whole);
  for (let from = 0; from < whole.length; from += 1)
    for (let length = 1; from + length <= whole.length; length += 1) {
      const part = await collect(ipfs.dag.read(root.cid, { offset: from, length }));
      assert.equal(part.toString(), whole.slice(from, from + length), `${from}+${length}`);
    }
});

test("behavior: a small part of a large file reads the blocks that hold it, not the rest", async () => {
  const leaves = await Promise.all(Array.from({ length: 100 }, () => blocks.addLeaf(randomBytes(1000))));
  const root = await blocks.addNode(leaves);
  await collect(ipfs.dag.read(root.cid, { offset: 50_500, length: 1000 }));
  assert.equal(blocks.reads, 3);
});

test("behavior: blocks are read as they are taken, some ahead, and none once the reader leaves", async () => {
  const leaves = await Promise.all(Array.from({ length: 200 }, () => blocks.addLeaf(randomBytes(1000))));
  const halves = [await blocks.addNode(leaves.slice(0, 100)), await blocks.addNode(leaves.slice(100))];
  const reader = ipfs.dag.read((await blocks.addNode(halves)).cid);
  await reader.next();
  await settled();
  assert.ok(blocks.reads <= 20, `${blocks.reads} reads`);
  await reader.return(undefined);
  await assertStill();
});

test("error: a few blocks that link to each other without end", async () => {
  const bomb = await doubled(await blocks.addLeaf(text("x")), 30);
  await assert.rejects(get(bomb, Number.MAX_SAFE_INTEGER), { code: "cid_too_large" });
  assert.ok(blocks.reads < 2_000, `${blocks.reads} reads`);
  await assertStill();
});

test("behavior: parts of no bytes are not read, however many there are", async () => {
  const bomb = await doubled(await blocks.addLeaf(text("")), 30);
  assert.equal((await get(bomb)).length, 0);
  assert.equal(blocks.reads, 1);
});

test("error: a file larger than what is accepted is refused at its root", async () => {
  const leaves = await Promise.all(Array.from({ length: 50 }, () => blocks.addLeaf(randomBytes(1000))));
  await assert.rejects(get(await blocks.addNode(leaves), 49_999), { code: "cid_too_large" });
  assert.equal(blocks.reads, 1);
});

test("error: parts of other sizes than their links say, too many levels, and nodes that are no file", async () => {
  const leaf = await blocks.addLeaf(text("abc"));
  let deep = leaf;
  for (let level = 0; level < 40; level += 1) deep = await blocks.addNode([deep]);
  const cases = {
    "a leaf that is shorter": await blocks.addNode([{ ...leaf, size: 4 }]),
    "a node that is longer": await blocks.addNode([{ ...(await blocks.addNode([leaf])), size: 2 }]),
    "forty levels": deep,
    "a link to a path": await blocks.addNode([], { type: "symlink", data: text("/etc/passwd") }),
    "a folder": await blocks.addNode([], { type: "directory" }),
    "a folder inside": await blocks.addNode([{ ...(await blocks.addNode([], { type: "directory" })), size: 1 }]),
    "other data inside": await blocks.addNode([{ cid: await blocks.add(0x71, text("abc")), size: 3 }]),
  };
  for (const [what, link] of Object.entries(cases)) await assert.rejects(get(link), { code: "cid_malformed" }, what);
});

test("error: a link to a path is nothing that can be described as a file", async () => {
  const link = await blocks.addNode([], { type: "symlink", data: text("/etc/passwd") });
  await assert.rejects(ipfs.dag.stat(link.cid), { code: "cid_malformed", message: /symlink/ });
});

test("error: a block deep in a file that nobody has is one error, which the caller gets", async () => {
  const stray: unknown[] = [];
  const note = (error: unknown): void => void stray.push(error);
  process.on("unhandledRejection", note);
  try {
    const lost = await blocks.addNode([{ cid: NOBODYS, size: 1 }]);
    await assert.rejects(get(await blocks.addNode([lost, await blocks.addLeaf(text("b")), lost])), {
      code: "cid_not_found",
    });
    await assertStill();
    assert.deepEqual(stray, []);
  } finally {
    process.off("unhandledRejection", note);
  }
});

test("error: a caller who leaves ends a read of blocks that do not look at the signal", async () => {
  const leaves = await Promise.all(Array.from({ length: 100 }, () => blocks.addLeaf(randomBytes(1000))));
  const root = await blocks.addNode(leaves);
  const leave = new AbortController();
  const reader = ipfs.dag.read(root.cid, { signal: leave.signal });
  await reader.next();
  leave.abort(new Error("gone home"));
  await assert.rejects(collect(reader), { message: "gone home" });
  await assertStill();
});

test("error: a folder of folders of itself is not listed for ever", async () => {
  const options = { type: "hamt-sharded-directory", fanout: 256n } as const;
  let shard = await blocks.addNode([], options);
  for (let level = 0; level < 40; level += 1) shard = await blocks.addNode([shard, shard], options);
  await assert.rejects(ipfs.dag.list(shard.cid, 10), { code: "cid_too_large" });
  assert.ok(blocks.reads < 1_100, `${blocks.reads} reads`);
});
