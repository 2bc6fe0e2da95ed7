import { join } from "node:path";
import { AssayError } from "@assay/sdk/errors";
import { openBlockFolder } from "./blockFolder.ts";
import type { BlockSource } from "./blockSource.ts";
import { type Dag, openDag } from "./dag.ts";
import { kuboBlocks } from "./kubo.ts";
import { parseCid } from "./verifyBlock.ts";

/** Largest content `getBytes` returns unless told otherwise, bytes. */
export const DEFAULT_LIMIT_BYTES = 256 * 1024 * 1024;

export interface GetOptions {
  limitBytes?: number;
  signal?: AbortSignal;
}

/**
 * Content by CID. Everything is a UnixFS file with raw leaves and sha2-256, CIDv1, so a file of at most one chunk has
 * the CID of its bytes. Every block read is hashed first. What can go wrong is told apart in faults.ts: content that is
 * at fault, content that nobody showed, and this node, whose faults prove nothing.
 */
export interface Ipfs {
  /** Stores content and keeps it: a Kubo node pins every block. */
  addBytes(bytes: Uint8Array): Promise<string>;
  getBytes(cid: string, options?: GetOptions): Promise<Uint8Array>;
  /** Parses the bytes as JSON; the caller checks the shape. */
  getJson(cid: string, options?: GetOptions): Promise<unknown>;
}

/** The same store by its parts, for whoever serves it to others. */
export interface IpfsStore extends Ipfs {
  dag: Dag;
}

/** Opens the store: Kubo when `kuboUrl` is set, else the blocks under `<home>/ipfs/blocks`. */
export async function createIpfs(options: { home: string; kuboUrl?: string | undefined }): Promise<IpfsStore> {
  const { home, kuboUrl } = options;
  return createStore(
    kuboUrl === undefined ? await openBlockFolder(join(home, "ipfs", "blocks")) : kuboBlocks({ url: kuboUrl }),
  );
}

/** The store over any source of blocks. */
export function createStore(source: BlockSource): IpfsStore {
  const dag = openDag(source);

  const getBytes = async (text: string, options: GetOptions = {}): Promise<Uint8Array> => {
    const mostBytes = options.limitBytes ?? DEFAULT_LIMIT_BYTES;
    const parts: Uint8Array[] = [];
    for await (const chunk of dag.read(parseCid(text), { signal: options.signal, mostBytes })) parts.push(chunk);
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  };

  return {
    dag,
    addBytes: async (bytes) => (await dag.addFile(bytes)).toString(),
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
  };
}
