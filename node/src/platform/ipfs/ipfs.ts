import { join } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { type UnixFS, unixfs } from "@helia/unixfs";
import { FsBlockstore } from "blockstore-fs";
import { createHeliaLight } from "helia";
import { create as createKubo, type KuboRPCClient } from "kubo-rpc-client";
import type { CID } from "multiformats/cid";
import { CidError, parseCid, verifyBlock } from "./verifyBlock.ts";

/** Largest content `getBytes` returns unless told otherwise, bytes. */
export const DEFAULT_LIMIT_BYTES = 256 * 1024 * 1024;

/** Names of the errors Helia throws for a block it does not have. */
const ABSENT = new Set(["NotFoundError", "BlockNotFoundWhileOfflineError"]);

export interface GetOptions {
  limitBytes?: number;
  signal?: AbortSignal;
}

/**
 * Content by CID. Everything is a UnixFS file with raw leaves and sha2-256, CIDv1, so a file of at most one chunk has
 * the CID of its bytes. Every block read is hashed first; a wrong one throws CidError `cid_mismatch`, a missing one
 * `cid_not_found`.
 */
export interface Ipfs {
  addBytes(bytes: Uint8Array): Promise<string>;
  getBytes(cid: string, options?: GetOptions): Promise<Uint8Array>;
  /** Parses the bytes as JSON; the caller checks the shape. */
  getJson(cid: string, options?: GetOptions): Promise<unknown>;
  close(): Promise<void>;
}

/** Where blocks are kept: a folder shared by the role processes, or a Kubo node. */
interface BlockSource {
  get(cid: CID, signal?: AbortSignal): Promise<Uint8Array>;
  put(cid: CID, bytes: Uint8Array): Promise<void>;
  has(cid: CID): Promise<boolean>;
}

async function collect(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}

/** The blockstore UnixFS reads from and writes to: hashes on the way out. */
function verifying(source: BlockSource) {
  return {
    async *get(cid: CID, options?: { signal?: AbortSignal }): AsyncGenerator<Uint8Array> {
      yield await verifyBlock(cid, await source.get(cid, options?.signal));
    },
    async put(cid: CID, bytes: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<CID> {
      await source.put(cid, bytes instanceof Uint8Array ? bytes : await collect(bytes));
      return cid;
    },
    has: (cid: CID): Promise<boolean> => source.has(cid),
  };
}

/** Opens the store: Kubo when `kuboUrl` is set, else Helia offline over `<home>/ipfs/blocks`. */
export async function createIpfs(options: { home: string; kuboUrl?: string | undefined }): Promise<Ipfs> {
  if (options.kuboUrl !== undefined)
    return createStore(kuboSource(createKubo({ url: options.kuboUrl })), async () => undefined);
  const blockstore = new FsBlockstore(join(options.home, "ipfs", "blocks"));
  await blockstore.open();
  const helia = createHeliaLight({ blockstore, holdGcLock: false });
  return createStore(heliaSource(helia.blockstore), async () => {
    await helia.stop();
    await blockstore.close();
  });
}

function heliaSource(blockstore: ReturnType<typeof createHeliaLight>["blockstore"]): BlockSource {
  return {
    async get(cid) {
      try {
        return await collect(await blockstore.get(cid, { offline: true }));
      } catch (cause) {
        if (cause instanceof Error && ABSENT.has(cause.name)) throw notFound(cid, cause);
        throw cause;
      }
    },
    put: async (cid, bytes) => void (await blockstore.put(cid, bytes)),
    has: async (cid) => await blockstore.has(cid),
  };
}

/** Kubo is asked for single blocks, so that every one is hashed here and not believed. */
function kuboSource(kubo: KuboRPCClient): BlockSource {
  return {
    async get(cid, signal) {
      try {
        return await kubo.block.get(cid, { timeout: 60_000, ...(signal === undefined ? {} : { signal }) });
      } catch (cause) {
        throw notFound(cid, cause);
      }
    },
    async put(cid, bytes) {
      await kubo.block.put(bytes, {
        format: cid.code === 0x70 ? "dag-pb" : "raw",
        mhtype: "sha2-256",
        pin: true,
        version: 1,
      });
    },
    has: async (cid) => {
      for await (const entry of kubo.pin.ls({ paths: cid })) if (entry.cid.equals(cid)) return true;
      return false;
    },
  };
}

function notFound(cid: CID, cause: unknown): CidError {
  return new CidError(
    "cid_not_found",
    `No node here has ${cid}; start the node that published it, or check the CID.`,
    cause,
  );
}

function createStore(source: BlockSource, close: () => Promise<void>): Ipfs {
  const files: UnixFS = unixfs({ blockstore: verifying(source) });

  const getBytes = async (text: string, options: GetOptions = {}): Promise<Uint8Array> => {
    const limit = options.limitBytes ?? DEFAULT_LIMIT_BYTES;
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of files.cat(
      parseCid(text),
      options.signal === undefined ? {} : { signal: options.signal },
    )) {
      size += chunk.length;
      if (size > limit)
        throw new CidError("cid_too_large", `The content of ${text} is larger than the ${limit} bytes accepted here.`);
      parts.push(chunk);
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  };

  return {
    addBytes: async (bytes) => (await files.addBytes(bytes, { rawLeaves: true, cidVersion: 1 })).toString(),
    getBytes,
    async getJson(cid, options) {
      const bytes = await getBytes(cid, options);
      try {
        return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
      } catch (cause) {
        throw new AssayError(`The content of ${cid} is not JSON; check that it is the right CID.`, {
          code: "document_invalid",
          field: "cid",
          cause,
        });
      }
    },
    close,
  };
}
