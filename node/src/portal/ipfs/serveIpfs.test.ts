/** The IPFS gateway of the real portal over real blocks: every byte is checked against the CID that was asked for. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import * as dagCbor from "@ipld/dag-cbor";
import * as dagJson from "@ipld/dag-json";
import { varint } from "multiformats";
import { base32upper } from "multiformats/bases/base32";
import { CID } from "multiformats/cid";
import { createApp } from "../../platform/http/app.ts";
import { createStore } from "../../platform/ipfs/ipfs.ts";
import { kuboBlocks } from "../../platform/ipfs/kubo.ts";
import { verifyBlock } from "../../platform/ipfs/verifyBlock.ts";
import { silentLogger } from "../../platform/log.ts";
import { startFakeKubo } from "../../testing/fakeKubo.ts";
import { memoryBlocks } from "../../testing/memoryBlocks.ts";
import { type StartedPortal, startTestPortal } from "../../testing/portalProcess.ts";
import { serveIpfs } from "./serveIpfs.ts";

const text = (value: string) => new TextEncoder().encode(value);
const NOBODYS = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
const LARGE = randomBytes(3 * 1024 * 1024 + 17);

let portal: StartedPortal;
/** a file of four blocks and a root */
let large: string;

before(async () => {
  portal = await startTestPortal();
  large = await portal.ipfs.addBytes(LARGE);
});
after(() => portal?.close());

async function ask(path: string, init?: RequestInit, at = portal.url) {
  const answer = await fetch(`${at}/ipfs/${path}`, init);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const header = (name: string) => answer.headers.get(name);
  return { status: answer.status, type: header("content-type") ?? "", bytes, header };
}

async function refusal(path: string, init?: RequestInit) {
  const { status, type, bytes } = await ask(path, init);
  assert.match(type, /^application\/json/);
  const { error } = JSON.parse(bytes.toString()) as { error: { code: string; message: string } };
  assert.match(error.message, /^[^\n]+\.$/);
  return [status, error.code];
}

/** Roots and blocks of a CARv1, each block checked against its CID. */
async function readCar(bytes: Uint8Array) {
  let at = 0;
  const next = (): Uint8Array => {
    const [length, used] = varint.decode(bytes, at);
    at += used + length;
    return bytes.subarray(at - length, at);
  };
  const header = dagCbor.decode(next()) as { version: number; roots: CID[] };
  assert.equal(header.version, 1);
  const blocks: string[] = [];
  while (at < bytes.length) {
    const [cid, body] = CID.decodeFirst(next());
    await verifyBlock(cid, body);
    blocks.push(cid.toString());
  }
  return { roots: header.roots.map(String), blocks };
}

test("default: a file of many blocks, whole, and kept by its tag for ever", async () => {
  const { status, type, bytes, header } = await ask(large);
  assert.deepEqual([status, type, bytes.equals(LARGE)], [200, "application/octet-stream", true]);
  assert.equal(header("content-length"), String(LARGE.length));
  assert.equal(header("etag"), `"${large}"`);
  assert.match(header("cache-control") ?? "", /max-age=31536000, immutable/);
  for (const tag of [`"${large}"`, `"x", W/"${large}"`, "*"]) {
    const again = await ask(large, { headers: { "if-none-match": tag } });
    assert.deepEqual([again.status, again.bytes.length, again.header("etag")], [304, 0, `"${large}"`], tag);
  }
});

test("default: HEAD has the headers and no bytes", async () => {
  const { status, bytes, header } = await ask(large, { method: "HEAD", headers: { range: "bytes=0-1" } });
  assert.deepEqual([status, bytes.length, header("content-length")], [200, 0, String(LARGE.length)]);
});

test("behavior: a file is read no faster than it is taken, and for HEAD no further than its first block", async () => {
  const blocks = memoryBlocks();
  const app = createApp({ log: silentLogger });
  serveIpfs(app, { dag: createStore(blocks).dag });
  const leaves = await Promise.all(Array.from({ length: 100 }, () => blocks.addLeaf(randomBytes(1000))));
  const { cid } = await blocks.addNode(leaves);
  const settled = async () => {
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    return blocks.reads;
  };
  const head = await app.request(`/ipfs/${cid}`, { method: "HEAD" });
  assert.deepEqual([head.status, head.headers.get("content-length")], [200, "100000"]);
  const looked = await settled();
  assert.ok(looked <= 4, `${looked} reads`);
  const answer = await app.request(`/ipfs/${cid}`);
  const begun = await settled();
  assert.ok(begun < 30, `${begun} reads`);
  await answer.body?.cancel();
  assert.equal(await settled(), begun);
  assert.equal((await (await app.request(`/ipfs/${cid}`)).arrayBuffer()).byteLength, 100_000);
});

test("error: a link to a path has no bytes that could be promised", async () => {
  const blocks = memoryBlocks();
  const app = createApp({ log: silentLogger });
  serveIpfs(app, { dag: createStore(blocks).dag });
  const { cid } = await blocks.addNode([], { type: "symlink", data: text("/etc/passwd") });
  const answer = await app.request(`/ipfs/${cid}`);
  assert.deepEqual([answer.status, answer.headers.get("content-length") === "11"], [422, false]);
});

test("default: a stranger's page is saved, not shown; JSON is data", async () => {
  const page = await ask(await portal.ipfs.addBytes(text("<script>alert(1)</script>")));
  assert.equal(page.type, "application/octet-stream");
  assert.match(page.header("content-disposition") ?? "", /^attachment; filename="baf/);
  assert.equal(page.header("x-content-type-options"), "nosniff");
  assert.match(page.header("content-security-policy") ?? "", /^sandbox/);
  const json = await ask(await portal.ipfs.addBytes(text('{"a":1}')));
  assert.match(json.type, /^application\/json/);
  assert.match(json.header("content-security-policy") ?? "", /^sandbox/);
  const empty = await ask(await portal.ipfs.addBytes(new Uint8Array()));
  assert.deepEqual([empty.status, empty.bytes.length], [200, 0]);
});

test("raw: the block's own bytes hash to the CID, by query and by what is accepted", async () => {
  const cid = CID.parse(large);
  const asked = [ask(`${large}?format=raw`), ask(large, { headers: { accept: "application/vnd.ipld.raw" } })];
  for (const { status, type, bytes, header } of await Promise.all(asked)) {
    assert.deepEqual([status, type, header("etag")], [200, "application/vnd.ipld.raw", `"${large}.raw"`]);
    await verifyBlock(cid, bytes);
    assert.ok(bytes.length < 1000, "the root alone");
  }
  const odd = await portal.addBlock(0x78, text("git"));
  assert.equal((await ask(`${odd}?format=raw`)).bytes.toString(), "git", "whatever the codec");
});

test("car: the whole file block by block, or the root alone", async () => {
  const { status, type, bytes, header } = await ask(`${large}?format=car`);
  assert.deepEqual([status, header("etag")], [200, `W/"${large}.car"`]);
  assert.match(type, /^application\/vnd\.ipld\.car; version=1/);
  const all = await readCar(bytes);
  assert.deepEqual(all.roots, [large]);
  assert.deepEqual([all.blocks.length, all.blocks[0], new Set(all.blocks).size], [5, large, 5]);
  const one = await ask(`${large}?dag-scope=block`, { headers: { accept: "application/vnd.ipld.car; version=1" } });
  assert.deepEqual(await readCar(one.bytes), { roots: [large], blocks: [large] });
  assert.deepEqual(await refusal(`${large}?format=car&dag-scope=entity`), [501, "scope_not_built"]);
});

test("car: links in dag-cbor and dag-json are followed, and what is linked twice is there once", async () => {
  const leaf = await portal.addBlock(0x55, text("leaf"));
  const json = await portal.addBlock(0x0129, dagJson.encode({ leaf, again: [leaf] }));
  const root = await portal.addBlock(0x71, dagCbor.encode({ a: leaf, deep: { json } }));
  const { blocks } = await readCar((await ask(`${root}?format=car`)).bytes);
  assert.deepEqual(blocks, [root, leaf, json].map(String));
});

test("car: an archive that can't be finished is cut off, never passed for whole", async () => {
  const root = await portal.addBlock(0x71, dagCbor.encode([CID.parse(NOBODYS)]));
  await assert.rejects(ask(`${root}?format=car`), { name: "TypeError", message: "terminated" });
});

test("codecs: CIDv0 is the same file; data is given as its own type; an unknown codec is not built", async () => {
  const v0 = CID.parse(large).toV0().toString();
  assert.ok((await ask(v0)).bytes.equals(LARGE));
  await verifyBlock(CID.parse(v0), (await ask(`${v0}?format=raw`)).bytes);
  const cbor = await portal.addBlock(0x71, dagCbor.encode({ a: 1 }));
  assert.deepEqual((await ask(`${cbor}`)).type, "application/vnd.ipld.dag-cbor");
  assert.deepEqual(dagCbor.decode((await ask(`${cbor}`)).bytes), { a: 1 });
  const json = await portal.addBlock(0x0129, text('{"a":1}'));
  assert.equal((await ask(`${json}`)).type, "application/vnd.ipld.dag-json");
  assert.deepEqual(await refusal(`${await portal.addBlock(0x78, text("git"))}`), [501, "codec_not_built"]);
  assert.deepEqual(await refusal(`${cbor}/a`), [501, "path_not_built"]);
});

test("folders: a list, and the files below it by path", async () => {
  const files = { "a b.txt": text("ann"), "sub/deep.json": text("[1]"), "100%.txt": text("bob") };
  const folder = await portal.addFolder(files);
  const { status, type, bytes } = await ask(`${folder}/`);
  assert.deepEqual([status, type.split(";")[0]], [200, "application/json"]);
  const list = JSON.parse(bytes.toString()) as { entries: { name: string; cid: string }[] };
  assert.deepEqual(list.entries.map(({ name }) => name).toSorted(), ["100%.txt", "a b.txt", "sub"]);
  for (const [path, content] of Object.entries(files)) {
    const encoded = path.split("/").map(encodeURIComponent).join("/");
    assert.deepEqual(new Uint8Array((await ask(`${folder}/${encoded}`)).bytes), content, path);
  }
  const sub = list.entries.find(({ name }) => name === "sub")?.cid ?? "";
  assert.equal((await ask(`${folder}/sub?format=raw`)).header("etag"), `"${sub}.raw"`, "what the path leads to");
  assert.deepEqual(await refusal(`${folder}/nothing`), [404, "path_not_found"]);
  for (const path of [`${large}/x`, `${folder}/sub/deep.json/x`, `${list.entries[0]?.cid}/x`])
    assert.deepEqual(await refusal(path), [404, "path_not_found"], path);
});

test("ranges: parts over block borders, from the end, and beyond it", async () => {
  const size = LARGE.length;
  for (const [range, from, to] of [
    ["bytes=0-0", 0, 0],
    ["bytes=1048570-1048590", 1_048_570, 1_048_590],
    ["bytes=1048576-", 1_048_576, size - 1],
    ["bytes=-17", size - 17, size - 1],
    [`bytes=5-${size + 99}`, 5, size - 1],
    [`bytes=-${size + 99}`, 0, size - 1],
  ] as const) {
    const part = await ask(large, { headers: { range } });
    assert.deepEqual([part.status, part.header("content-range")], [206, `bytes ${from}-${to}/${size}`], range);
    assert.ok(part.bytes.equals(LARGE.subarray(from, to + 1)), range);
  }
  for (const range of [`bytes=${size}-`, "bytes=-0"]) {
    const outside = await ask(large, { headers: { range } });
    assert.deepEqual([outside.status, outside.header("content-range")], [416, `bytes */${size}`], range);
  }
  for (const range of ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=-"])
    assert.equal((await ask(large, { headers: { range } })).status, 200, range);
  const stale = { range: "bytes=0-1", "if-range": '"other"' };
  assert.equal((await ask(large, { headers: stale })).status, 200);
  assert.equal((await ask(large, { headers: { ...stale, "if-range": `"${large}"` } })).status, 206);
});

test("error: text that is not a CID, unknown formats, blocks that make no file, content nobody has", async () => {
  for (const path of ["x/y", "bafy", "QmNothing", "%00", `${NOBODYS}x`])
    assert.deepEqual(await refusal(path), [400, "cid_invalid"], path);
  assert.deepEqual(await refusal("bafkqaaa"), [400, "cid_invalid"], "a hash that is none");
  assert.deepEqual(await refusal(`${large}?format=tar`), [501, "format_not_built"]);
  assert.deepEqual(await refusal(`${large}?format=exe`), [400, "format_unknown"]);
  for (const query of ["", "?format=raw", "?format=car"])
    assert.deepEqual(await refusal(NOBODYS + query), [404, "cid_not_found"]);
  assert.deepEqual(await refusal(`${await portal.addBlock(0x70, text("not dag-pb"))}`), [422, "cid_malformed"]);
});

test("error: a damaged block is refused, and a fault of this node says when to ask again", async () => {
  const cid = await portal.ipfs.addBytes(text("a report"));
  const name = base32upper.encode(CID.parse(cid).multihash.bytes);
  const file = join(portal.home, "ipfs", "blocks", name.slice(-2), `${name}.data`);
  await writeFile(file, "b report");
  assert.deepEqual(await refusal(cid), [502, "cid_mismatch"]);
  await rm(join(portal.home, "ipfs", "blocks", name.slice(-2)), { recursive: true });
  await writeFile(join(portal.home, "ipfs", "blocks", name.slice(-2)), "no folder");
  const { status, header, bytes } = await ask(cid);
  assert.deepEqual([status, header("retry-after"), header("cache-control")], [503, "5", null]);
  assert.match(bytes.toString(), /ipfs_unavailable/);
});

test("kubo: a block that is looked for in vain is answered in a bounded time, as not found yet", async () => {
  const kubo = await startFakeKubo();
  kubo.isSearching = true;
  const app = createApp({ log: silentLogger });
  serveIpfs(app, { dag: createStore(kuboBlocks({ url: kubo.url })).dag, firstBytesMs: 50 });
  for (const query of ["", "?format=raw", "?format=car"]) {
    const answer = await app.request(`/ipfs/${NOBODYS}${query}`);
    assert.equal(answer.status, 504, query);
    assert.match(await answer.text(), /"cid_not_found".*it may exist all the same/);
  }
  await kubo.close();
});

test("kubo: the same through a Kubo node, and 503 when it stops", async () => {
  const kubo = await startFakeKubo();
  const behind = await startTestPortal({ kuboUrl: kubo.url });
  try {
    const cid = CID.parse(large);
    kubo.blocks.set(large, (await ask(`${large}?format=raw`)).bytes);
    await verifyBlock(cid, (await ask(`${large}?format=raw`, {}, behind.url)).bytes);
    assert.equal((await ask(NOBODYS, {}, behind.url)).status, 404);
    await kubo.close();
    const { status, header } = await ask(NOBODYS, {}, behind.url);
    assert.deepEqual([status, header("retry-after")], [503, "5"]);
  } finally {
    await behind.close();
    await kubo.close();
  }
});
