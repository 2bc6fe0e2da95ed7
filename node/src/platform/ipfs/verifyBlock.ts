import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";
import { CidError } from "./faults.ts";

/** Parses a CIDv1 or v0 text. Only sha2-256 is accepted: it is what the network writes and what can be checked here. */
export function parseCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new CidError(
      "cid_invalid",
      `"${text.slice(0, 80)}" is not a CID; copy it again from where it was published.`,
      { cause },
    );
  }
  if (cid.multihash.code !== sha256.code)
    throw new CidError("cid_invalid", `CID ${text} does not use sha2-256, which is the only hash accepted here.`);
  return cid;
}

/** Whether a CID holds its bytes itself, in place of a hash, as `ipfs add --inline` writes small leaves. */
export const isInline = (cid: CID): boolean => cid.multihash.code === 0;

/** Returns `bytes` when they hash to `cid`, else throws CidError `cid_mismatch`. */
export async function verifyBlock(cid: CID, bytes: Uint8Array): Promise<Uint8Array> {
  const digest = await sha256.digest(bytes);
  if (cid.multihash.code !== digest.code || !equal(digest.digest, cid.multihash.digest))
    throw new CidError(
      "cid_mismatch",
      `The block stored under ${cid} does not hash to it; it is damaged or forged and was refused.`,
    );
  return bytes;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
