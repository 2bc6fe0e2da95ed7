import type { CID } from "multiformats/cid";

/** Where blocks are kept. What it returns is not believed: whoever reads hashes it. */
export interface BlockSource {
  /** @throws CidError cid_not_found, IpfsFault, or the signal's reason */
  get(cid: CID, signal?: AbortSignal): Promise<Uint8Array>;
  /** Keeps a block for good. @throws IpfsFault */
  put(cid: CID, bytes: Uint8Array): Promise<void>;
}
