import { documentHash } from "@assay/sdk/hashing";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { CidError } from "../platform/ipfs/verifyBlock.ts";

export interface MemoryIpfs extends Ipfs {
  /** while true, nothing can be written */
  isFull: boolean;
}

/** An IPFS in memory: content by the hash of its bytes. */
export function memoryIpfs(): MemoryIpfs {
  const blocks = new Map<string, Uint8Array>();
  const ipfs: MemoryIpfs = {
    isFull: false,
    async addBytes(bytes) {
      if (ipfs.isFull) throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
      const cid = documentHash(bytes);
      blocks.set(cid, bytes);
      return cid;
    },
    async getBytes(cid) {
      const bytes = blocks.get(cid);
      if (bytes === undefined) throw new CidError("cid_not_found", `No node here has ${cid}.`);
      return bytes;
    },
    getJson: async (cid) => JSON.parse(new TextDecoder().decode(await ipfs.getBytes(cid))) as unknown,
    close: async () => undefined,
  };
  return ipfs;
}
