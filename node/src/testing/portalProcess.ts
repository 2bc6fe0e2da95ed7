/** The portal role over a home of its own, without a chain or other roles unless a test starts them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CONTRACT_NAMES } from "@assay/sdk/deployment";
import { unixfs } from "@helia/unixfs";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { loadConfig } from "../platform/config.ts";
import { openBlockFolder } from "../platform/ipfs/blockFolder.ts";
import { createIpfs, type IpfsStore } from "../platform/ipfs/ipfs.ts";
import { silentLogger } from "../platform/log.ts";
import { startPortal } from "../roles/portal.ts";

export interface StartedPortal {
  url: string;
  home: string;
  ipfs: IpfsStore;
  /** A block of any codec, stored as it is. */
  addBlock(code: number, bytes: Uint8Array): Promise<CID>;
  /** A UnixFS folder of these files. */
  addFolder(files: Record<string, Uint8Array>): Promise<CID>;
  close(): Promise<void>;
}

export async function startTestPortal(settings: { rpcUrl?: string; kuboUrl?: string } = {}): Promise<StartedPortal> {
  const { rpcUrl = "http://127.0.0.1:1", kuboUrl } = settings;
  const home = mkdtempSync(join(tmpdir(), "assay-portal-"));
  mkdirSync(join(home, "run"));
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, `0x${"11".repeat(20)}`]));
  const ipfs = kuboUrl === undefined ? {} : { kuboUrl };
  writeFileSync(join(home, "config.json"), JSON.stringify({ chainId: 31_337, rpcUrl, ipfs }));
  writeFileSync(join(home, "deployment.json"), JSON.stringify({ chainId: 31_337, startBlock: 0, addresses }));
  const store = await openBlockFolder(join(home, "ipfs", "blocks"));
  const files = unixfs({
    blockstore: {
      async *get(cid: CID) {
        yield await store.get(cid);
      },
      async put(cid: CID, bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
        if (!(bytes instanceof Uint8Array)) throw new Error("a block is one piece here");
        await store.put(cid, bytes);
        return cid;
      },
      has: async () => false,
    },
  });
  const role = await startPortal({
    config: loadConfig(home),
    log: silentLogger,
    signal: new AbortController().signal,
  });
  return {
    url: role.url ?? "",
    home,
    ipfs: await createIpfs({ home }),
    async addBlock(code, bytes) {
      const cid = CID.create(1, code, await sha256.digest(bytes));
      await store.put(cid, bytes);
      return cid;
    },
    async addFolder(named) {
      const source = Object.entries(named).map(([path, content]) => ({ path, content }));
      let root: CID | undefined;
      for await (const { cid } of files.addAll(source, { wrapWithDirectory: true })) root = cid;
      if (root === undefined) throw new Error("a folder needs files");
      return root;
    },
    async close() {
      await role.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
