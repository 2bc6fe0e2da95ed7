/** The Kubo client against a server that speaks Kubo's RPC: what it stores, and who is to blame when it does not. */
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, test } from "node:test";
import { type FakeKubo, startFakeKubo } from "../../testing/fakeKubo.ts";
import { IpfsFault, isContentFault, isUnread } from "./faults.ts";
import { addFolder, fetchFolder } from "./folder.ts";
import { createIpfs, createStore, type Ipfs } from "./ipfs.ts";
import { kuboBlocks } from "./kubo.ts";

const NOBODYS = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
const text = (value: string) => new TextEncoder().encode(value);

let kubo: FakeKubo;
let ipfs: Ipfs;
/** does not wait long */
let hasty: Ipfs;

before(async () => {
  kubo = await startFakeKubo();
  ipfs = createStore(kuboBlocks({ url: kubo.url }));
  hasty = createStore(kuboBlocks({ url: kubo.url, blockMs: 100, localMs: 2_000 }));
});
afterEach(() => {
  kubo.fault = undefined;
  kubo.isSearching = false;
  kubo.isHanging = false;
});
after(() => kubo?.close());

/** Asserts a fault of this node: 503, and nothing to conclude about the content. */
async function assertOurs(work: Promise<unknown>, why: RegExp): Promise<void> {
  await assert.rejects(work, (error) => {
    assert.ok(error instanceof IpfsFault, String(error));
    assert.equal(error.code, "ipfs_unavailable");
    assert.equal(error.status, 503);
    assert.match(error.message, why);
    assert.ok(!isContentFault(error) && !isUnread(error));
    return true;
  });
}

test("default: content of many blocks goes in and comes back, and every block is pinned", async () => {
  const bytes = randomBytes(3 * 1024 * 1024 + 17);
  const cid = await ipfs.addBytes(bytes);
  assert.deepEqual(Buffer.from(await ipfs.getBytes(cid)), bytes);
  assert.equal(kubo.blocks.size, 5, "four chunks and the root");
  assert.deepEqual(kubo.pins, new Set(kubo.blocks.keys()));
  assert.ok(kubo.pins.has(cid));
});

test("behavior: a folder's files and its manifest are pinned, and another machine fetches it", async () => {
  const home = await mkdtemp(join(tmpdir(), "assay-kubo-"));
  try {
    await mkdir(join(home, "source"));
    await writeFile(join(home, "source", "weights.safetensors"), randomBytes(500));
    const { cid, manifest } = await addFolder(ipfs, join(home, "source"));
    for (const pinned of [cid, ...manifest.files.map((file) => file.cid)]) assert.ok(kubo.pins.has(pinned), pinned);
    const other = await createIpfs({ home, kuboUrl: `${kubo.url}/api/v0` });
    await fetchFolder(other, cid, join(home, "fetched"));
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

test("error: bytes that do not hash to their CID are refused", async () => {
  const cid = await ipfs.addBytes(text("a report"));
  kubo.blocks.set(cid, text("b report"));
  await assert.rejects(ipfs.getBytes(cid), { code: "cid_mismatch", status: 502 });
});

test("error: a block that an offline Kubo does not have", async () => {
  await assert.rejects(ipfs.getBytes(NOBODYS), { code: "cid_not_found", status: 404 });
});

test("error: a block that Kubo still looks for is not found within the time, which says nothing about it", async () => {
  kubo.isSearching = true;
  const late = { code: "cid_not_found", status: 504, message: /may exist all the same/ };
  await assert.rejects(hasty.getBytes(NOBODYS), late);
  await assert.rejects(ipfs.getBytes(NOBODYS, { signal: AbortSignal.timeout(20) }), late, "the caller's time");
  kubo.isSearching = false;
  kubo.fault = "context deadline exceeded";
  await assert.rejects(ipfs.getBytes(NOBODYS), late, "Kubo's own time");
});

test("error: a Kubo that hangs is a fault of this node, not a block that is late", async () => {
  const cid = await ipfs.addBytes(text("here"));
  kubo.isHanging = true;
  await assertOurs(hasty.getBytes(cid), /does not work/);
});

test("error: Kubo's own faults are this node's, whether it reads or writes", async () => {
  const cid = await ipfs.addBytes(text("here"));
  for (const fault of ["open /data/blocks/X.data: too many open files", "write: no space left on device"]) {
    kubo.fault = fault;
    await assertOurs(ipfs.getBytes(cid), new RegExp(fault.slice(0, 4)));
    await assertOurs(ipfs.addBytes(text("more")), new RegExp(fault.slice(0, 4)));
  }
});

test("error: a Kubo that is down, or a server that is none", async () => {
  const stopped = await startFakeKubo();
  await stopped.close();
  const gone = createStore(kuboBlocks({ url: stopped.url }));
  await assertOurs(gone.getBytes(NOBODYS), /The Kubo node at http:\/\/127\.0\.0\.1:\d+ does not work.*ECONNREFUSED/);
  await assertOurs(gone.addBytes(text("x")), /ECONNREFUSED/);
  const wrong = createStore(kuboBlocks({ url: `${kubo.url}/elsewhere` }));
  await assertOurs(wrong.getBytes(NOBODYS), /it answers 404/);
});

test("error: a caller who leaves gets his own reason back", async () => {
  kubo.isSearching = true;
  const leave = new AbortController();
  const asked = ipfs.getBytes(NOBODYS, { signal: leave.signal });
  leave.abort(new Error("gone home"));
  await assert.rejects(asked, { message: "gone home" });
});

test("error: an address that is none", () => {
  assert.throws(() => kuboBlocks({ url: "/ip4/127.0.0.1/tcp/5001" }), { field: "ipfs.kuboUrl" });
});
