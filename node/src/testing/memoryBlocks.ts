/** Blocks in memory that count how often they are read, and UnixFS nodes as nobody's writer makes them. */
import * as dagPb from "@ipld/dag-pb";
import { UnixFS, type UnixFSOptions } from "ipfs-unixfs";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { sha256 } from "multiformats/hashes/sha2";
import type { BlockSource } from "../platform/ipfs/blockSource.ts";
import { notFound } from "../platform/ipfs/faults.ts";

export interface Link {
  cid: CID;
  size: number;
}

type NodeOptions = Pick<UnixFSOptions, "type" | "data" | "fanout">;

export interface MemoryBlocks extends BlockSource {
  /** reads so far */
  reads: number;
  add(code: number, bytes: Uint8Array): Promise<CID>;
  addLeaf(bytes: Uint8Array): Promise<Link>;
  /** A dag-pb node that links to `links`, in order and named `00`, `01`, as the shards of a folder are. */
  addNode(links: readonly Link[], options?: NodeOptions): Promise<Link>;
}

export function memoryBlocks(): MemoryBlocks {
  const blocks = new Map<string, Uint8Array>();
  const source: MemoryBlocks = {
    reads: 0,
    async get(cid) {
      source.reads += 1;
      // As a disk answers: never within the same turn of the loop.
      await new Promise(setImmediate);
      const bytes = blocks.get(cid.toString());
      if (bytes === undefined) throw notFound(cid);
      return bytes;
    },
    async put(cid, bytes) {
      blocks.set(cid.toString(), bytes);
    },
    async add(code, bytes) {
      const cid = CID.create(1, code, await sha256.digest(bytes));
      await source.put(cid, bytes);
      return cid;
    },
    async addLeaf(bytes) {
      return { cid: await source.add(raw.code, bytes), size: bytes.length };
    },
    async addNode(links, options) {
      const file = new UnixFS({ type: "file", ...options, blockSizes: links.map(({ size }) => BigInt(size)) });
      const name = (i: number): string => i.toString(16).toUpperCase().padStart(2, "0");
      const named = links.map(({ cid, size }, i) => ({ Hash: cid, Name: name(i), Tsize: size }));
      const bytes = dagPb.encode({ Data: file.marshal(), Links: named });
      return { cid: await source.add(dagPb.code, bytes), size: Number(file.fileSize()) };
    },
  };
  return source;
}
