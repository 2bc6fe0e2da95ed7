import { AssayError } from "@assay/sdk/errors";
import { CID } from "multiformats/cid";
import { sha256 } from "multiformats/hashes/sha2";

/** Bytes under a CID they do not hash to, or a CID that can't be read. Never served, never used. */
export class CidError extends AssayError {
  constructor(
    code: "cid_invalid" | "cid_mismatch" | "cid_not_found" | "cid_too_large",
    message: string,
    cause?: unknown,
  ) {
    super(message, {
      code,
      field: "cid",
      status: code === "cid_not_found" ? 404 : code === "cid_mismatch" ? 502 : 400,
      cause,
    });
    this.name = "CidError";
  }
}

/** Parses a CIDv1 or v0 text. Only sha2-256 is accepted: it is what the network writes and what can be checked here. */
export function parseCid(text: string): CID {
  let cid: CID;
  try {
    cid = CID.parse(text);
  } catch (cause) {
    throw new CidError(
      "cid_invalid",
      `"${text.slice(0, 80)}" is not a CID; copy it again from where it was published.`,
      cause,
    );
  }
  if (cid.multihash.code !== sha256.code)
    throw new CidError("cid_invalid", `CID ${text} does not use sha2-256, which is the only hash accepted here.`);
  return cid;
}

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
