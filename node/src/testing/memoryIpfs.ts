import { documentHash } from "@assay/sdk/hashing";
import { IpfsFault, notFound } from "../platform/ipfs/faults.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";

export interface MemoryIpfs extends Ipfs {
  /** while true, nothing can be written */
  isFull: boolean;
  /** while true, nothing can be read: a fault of this node, whatever the content */
  isAway: boolean;
}

/** An IPFS in memory: content by the hash of its bytes. */
export function memoryIpfs(): MemoryIpfs {
  const blocks = new Map<string, Uint8Array>();
  const ipfs: MemoryIpfs = {
    isFull: false,
    isAway: false,
    async addBytes(bytes) {
      if (ipfs.isFull) throw new IpfsFault("Nothing can be stored", new Error("no space left on device"));
      const cid = documentHash(bytes);
      blocks.set(cid, bytes);
      return cid;
    },
    async getBytes(cid) {
      if (ipfs.isAway) throw new IpfsFault(`${cid} can't be read`, new Error("too many open files"));
      const bytes = blocks.get(cid);
      if (bytes === undefined) throw notFound(cid);
      return bytes;
    },
    getJson: async (cid) => JSON.parse(new TextDecoder().decode(await ipfs.getBytes(cid))) as unknown,
  };
  return ipfs;
}
