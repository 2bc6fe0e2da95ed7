/** Who is to blame: this machine, content that is wrong, or nobody because nothing was found. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { openBlockFolder } from "./blockFolder.ts";
import { CidError, IpfsFault, isAboutContent, isContentFault, isUnread } from "./faults.ts";
import { fetchFolder } from "./folder.ts";
import { createIpfs, type Ipfs } from "./ipfs.ts";

const text = (value: string) => new TextEncoder().encode(value);

let home: string;
let blocks: string;
let ipfs: Ipfs;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "assay-faults-"));
  blocks = join(home, "ipfs", "blocks");
  ipfs = await createIpfs({ home });
});
afterEach(() => rm(home, { recursive: true, force: true }));

/** The one file that holds `bytes`. */
async function fileOf(bytes: Uint8Array): Promise<string> {
  for (const name of await readdir(blocks, { recursive: true })) {
    const found = await readFile(join(blocks, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EISDIR") throw error;
    });
    if (found?.equals(bytes)) return join(blocks, name);
  }
  throw new Error("no block holds these bytes");
}

function assertOurs(work: Promise<unknown>): Promise<void> {
  return assert.rejects(work, (error) => {
    assert.ok(error instanceof IpfsFault, String(error));
    assert.deepEqual([error.code, error.status], ["ipfs_unavailable", 503]);
    assert.ok(!isContentFault(error) && !isUnread(error));
    return true;
  });
}

async function assertContents(cid: string, code: string): Promise<void> {
  await assert.rejects(ipfs.getBytes(cid), (error) => {
    assert.ok(isContentFault(error), String(error));
    assert.equal(error.code, code);
    return true;
  });
}

/** A block of any codec, stored as it is. */
async function addBlock(code: number, bytes: Uint8Array): Promise<string> {
  const cid = CID.create(1, code, await sha256.digest(bytes));
  await (await openBlockFolder(blocks)).put(cid, bytes);
  return cid.toString();
}

test("ours: a process without file descriptors blames itself, and reads on once it has some", async () => {
  const cid = await ipfs.addBytes(text("a transcript"));
  const at = (name: string) => pathToFileURL(join(import.meta.dirname, name)).href;
  const script = `
    import { closeSync, openSync } from "node:fs";
    import { createIpfs } from "${at("ipfs.ts")}";
    const ipfs = await createIpfs({ home: ${JSON.stringify(home)} });
    const held = [];
    try { for (;;) held.push(openSync("/dev/null")); } catch (error) { if (error.code !== "EMFILE") throw error; }
    const codes = [];
    const note = (error) => void codes.push(error.code);
    await ipfs.getBytes(${JSON.stringify(cid)}).catch(note);
    await ipfs.addBytes(Buffer.from("another")).catch(note);
    for (const fd of held) closeSync(fd);
    codes.push(Buffer.from(await ipfs.getBytes(${JSON.stringify(cid)})).toString());
    process.stdout.write(JSON.stringify(codes));
  `;
  const args = ["-c", 'ulimit -n 64; exec "$0" --input-type=module -e "$1"', process.execPath, script];
  const { stdout } = await promisify(execFile)("sh", args);
  assert.deepEqual(JSON.parse(stdout), ["ipfs_unavailable", "ipfs_unavailable", "a transcript"]);
});

test("ours: a block's file that can't be read is not a block that is missing", async () => {
  const cid = await ipfs.addBytes(text("a report"));
  const file = await fileOf(text("a report"));
  await rm(file);
  await mkdir(file);
  await assertOurs(ipfs.getBytes(cid));
});

test("ours: a folder of blocks that was taken away makes nothing missing", async () => {
  const cid = await ipfs.addBytes(text("a report"));
  await rename(blocks, `${blocks}.unmounted`);
  await assertOurs(ipfs.getBytes(cid));
  await writeFile(blocks, "no folder");
  await assertOurs(ipfs.addBytes(text("another")));
  await assertOurs(createIpfs({ home }));
});

test("ours: a folder that can't be written where it is wanted", async () => {
  const file = { path: "a.txt", cid: await ipfs.addBytes(text("a")), size: 1 };
  const cid = await ipfs.addBytes(text(JSON.stringify({ schemaVersion: 1, files: [file] })));
  await writeFile(join(home, "taken"), "");
  await assertOurs(fetchFolder(ipfs, cid, join(home, "taken", "folder")));
});

test("unread: a damaged copy deep in a file proves nothing, and writing it again repairs it", async () => {
  const bytes = randomBytes(2 * 1024 * 1024 + 5);
  const cid = await ipfs.addBytes(bytes);
  await writeFile(await fileOf(bytes.subarray(1024 * 1024, 2 * 1024 * 1024)), "damaged");
  await assert.rejects(ipfs.getBytes(cid), (error) => isUnread(error) && error.code === "cid_mismatch");
  await ipfs.addBytes(bytes);
  assert.deepEqual(Buffer.from(await ipfs.getBytes(cid)), bytes);
});

test("unread: one block of a file that nobody has", async () => {
  const bytes = randomBytes(2 * 1024 * 1024 + 5);
  const cid = await ipfs.addBytes(bytes);
  await rm(await fileOf(bytes.subarray(2 * 1024 * 1024)));
  await assert.rejects(ipfs.getBytes(cid), (error) => isUnread(error) && error.code === "cid_not_found");
});

test("content: sound blocks that make no file", async () => {
  await assertContents(await addBlock(0x70, text("not a node of dag-pb")), "cid_malformed");
  await assertContents(await addBlock(0x70, new Uint8Array([0x0a, 0x02, 0x08, 0x63])), "cid_malformed");
  await assertContents(await addBlock(0x71, new Uint8Array([0xa0])), "cid_malformed");
  await assertContents(await addBlock(0x0129, text("{}")), "cid_malformed");
  await assertContents(await addBlock(0x78, text("git")), "cid_malformed");
  await assertContents("bafkreigh2", "cid_invalid");
});

test("ours: a database that closed or a chain that is away says nothing about content", async () => {
  for (const [code, status] of [
    ["database_closed", 500],
    ["ipfs_unavailable", 503],
    ["RPC_UNREACHABLE", undefined],
    ["GRAPH_UNREACHABLE", undefined],
    ["UNEXPECTED", undefined],
  ] as const)
    assert.ok(!isAboutContent(new AssayError("Away.", { code, ...(status === undefined ? {} : { status }) })), code);
  assert.ok(!isAboutContent(new TypeError("a fault of the code")));
  assert.ok(isAboutContent(new CidError("cid_mismatch", "It is damaged.")));
  assert.ok(isAboutContent(new AssayError("It is not the one on chain.", { code: "exam_invalid", status: 502 })));
  assert.throws(() => parseDocument("exam", "{}"), isAboutContent);
  assert.throws(() => parseDocument("exam", "no JSON"), isAboutContent);
  const cid = await ipfs.addBytes(text("no JSON"));
  await assert.rejects(ipfs.getJson(cid), isAboutContent);
});
