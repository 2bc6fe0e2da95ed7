import { canonicalBytes } from "@assay/sdk/hashing";
import type { Address } from "viem";

/**
 * What binds each sealed thing to its use: AAD of the bundles, HPKE info of the wrapped keys. Canonical JSON, so that
 * any implementation can rebuild it. Both sides must pass the same values or nothing opens.
 */
export interface VersionRef {
  chainId: number;
  datanetId: bigint;
  version: number;
}

const plain = ({ chainId, datanetId, version }: VersionRef) => ({ chainId, datanetId: datanetId.toString(), version });

/** AAD of an exam batch's ciphertext. */
export function batchAad(ref: VersionRef, batchId: number, count: number): Uint8Array {
  return canonicalBytes({ use: "assay exam batch", ...plain(ref), batchId, count });
}

/** AAD of the train + validation bundle; `count` is its number of rows. */
export function bundleAad(ref: VersionRef, count: number): Uint8Array {
  return canonicalBytes({ use: "assay training bundle", ...plain(ref), count });
}

/** HPKE info of a batch key wrapped to a seat. */
export function batchKeyInfo(ref: VersionRef, batchId: number, roundId: bigint, seat: number): Uint8Array {
  return canonicalBytes({ use: "assay exam key", ...plain(ref), batchId, roundId: roundId.toString(), seat });
}

/** HPKE info of a version key wrapped for training. */
export function versionKeyInfo(ref: VersionRef, requester: Address): Uint8Array {
  return canonicalBytes({ use: "assay training key", ...plain(ref), requester: requester.toLowerCase() });
}
