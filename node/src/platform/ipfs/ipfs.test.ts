import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { addFolder, fetchFolder } from "./folder.ts";
import { createIpfs, type Ipfs } from "./ipfs.ts";

const NOBODYS = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";

describe("ipfs over a folder of blocks", () => {
  let home: string;
  let ipfs: Ipfs;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), "assay-ipfs-"));
    ipfs = await createIpfs({ home });
  });
  after(async () => {
    await rm(home, { recursive: true, force: true });
  });

  test("default: small content has the CID of its bytes, and another process reads it", async () => {
    const cid = await ipfs.addBytes(new TextEncoder().encode("hello"));
    assert.equal(cid, "bafkreibm6jg3ux5qumhcn2b3flc3tyu6dmlb4xa7u5bf44yegnrjhc4yeq");
    const other = await createIpfs({ home });
    assert.equal(new TextDecoder().decode(await other.getBytes(cid)), "hello");
  });

  test("default: content of many blocks comes back whole", async () => {
    const bytes = Uint8Array.from({ length: 3 * 1024 * 1024 + 17 }, (_, at) => at % 251);
    const cid = await ipfs.addBytes(bytes);
    // CIDs stand on chain, so no package or setting may move them.
    assert.equal(cid, "bafybeiengxwx4jlbvzg6ykpre7r5jxqvalq7yu4qbcj2w3gzacac33gjza");
    assert.deepEqual(Buffer.from(await ipfs.getBytes(cid)), Buffer.from(bytes));
  });

  test("error: bytes that do not hash to their CID are refused", async () => {
    const cid = await ipfs.addBytes(new TextEncoder().encode("a report"));
    const blocks = join(home, "ipfs", "blocks");
    for (const name of await readdir(blocks, { recursive: true })) {
      const path = join(blocks, name);
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes?.toString() === "a report") await writeFile(path, "b report");
    }
    await assert.rejects(ipfs.getBytes(cid), { code: "cid_mismatch", status: 502 });
  });

  test("error: a CID nobody has, and text that is not a CID", async () => {
    await assert.rejects(ipfs.getBytes(NOBODYS), {
      code: "cid_not_found",
      status: 404,
    });
    await assert.rejects(ipfs.getBytes("../../etc/passwd"), { code: "cid_invalid", status: 400 });
  });

  test("error: content over the limit", async () => {
    const cid = await ipfs.addBytes(randomBytes(2000));
    await assert.rejects(ipfs.getBytes(cid, { limitBytes: 1000 }), { code: "cid_too_large" });
  });

  test("behavior: a folder travels by its manifest; a path that leaves it is refused", async () => {
    const source = await mkdtemp(join(home, "source-"));
    await writeFile(join(source, "adapter_config.json"), "{}");
    await writeFile(join(source, "weights.safetensors"), randomBytes(500));
    const { cid, manifest } = await addFolder(ipfs, source);
    assert.deepEqual(
      manifest.files.map((file) => file.path),
      ["adapter_config.json", "weights.safetensors"],
    );
    const target = await fetchFolder(ipfs, cid, join(home, "fetched"));
    assert.deepEqual(
      await readFile(join(target, "weights.safetensors")),
      await readFile(join(source, "weights.safetensors")),
    );

    const file = manifest.files[0];
    const evil = { ...manifest, files: [{ ...file, path: "../outside" }] };
    const evilCid = await ipfs.addBytes(new TextEncoder().encode(JSON.stringify(evil)));
    await assert.rejects(fetchFolder(ipfs, evilCid, join(home, "evil")), { code: "document_invalid" });

    const lost = { ...manifest, files: [file, { ...file, path: "lost", cid: NOBODYS }] };
    const lostCid = await ipfs.addBytes(new TextEncoder().encode(JSON.stringify(lost)));
    await assert.rejects(fetchFolder(ipfs, lostCid, join(home, "lost")), { code: "cid_not_found" });
    assert.deepEqual(
      (await readdir(home)).filter((name) => name.startsWith("lost")),
      [],
      "what was fetched before it failed is gone",
    );
  });

  test("error: a manifest whose paths make no folder is refused before anything is fetched", async () => {
    for (const paths of [
      ["a", "a"],
      ["a", "a/b"],
      ["a/b", "a"],
      ["a", "a/b/c"],
    ]) {
      const files = paths.map((path) => ({ path, cid: NOBODYS, size: 1 }));
      const cid = await ipfs.addBytes(new TextEncoder().encode(JSON.stringify({ schemaVersion: 1, files })));
      const refused = { code: "document_invalid", field: "folder.files[1].path" };
      await assert.rejects(fetchFolder(ipfs, cid, join(home, "no-folder")), refused, paths.join());
    }
    const file = { cid: await ipfs.addBytes(new TextEncoder().encode("x")), size: 1 };
    const files = ["a/b", "a/c", "ab", "a.b/c"].map((path) => ({ ...file, path }));
    const cid = await ipfs.addBytes(new TextEncoder().encode(JSON.stringify({ schemaVersion: 1, files })));
    await fetchFolder(ipfs, cid, join(home, "alike"));
  });
});
