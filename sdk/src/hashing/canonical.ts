import { sha256 } from "@noble/hashes/sha2.js";
import canonicalize from "canonicalize";
import { CID } from "multiformats/cid";
import * as raw from "multiformats/codecs/raw";
import { create as createDigest } from "multiformats/hashes/digest";
import type { Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { keccakHex } from "./words.ts";

const SHA2_256 = 0x12;
const encoder = new TextEncoder();

/** RFC 8785 canonical JSON. bigint has no JSON form: pass decimal strings. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) {
    throw new AssayError("The document has no JSON form; pass an object, array, string, number, boolean or null.", {
      code: "NOT_JSON",
    });
  }
  return text;
}

/** UTF-8 bytes of the canonical JSON: what is stored on IPFS and hashed for the chain. */
export function canonicalBytes(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(canonicalJson(value));
}

/** keccak256 of a document: of the bytes if bytes are given, else of the canonical JSON of the value. */
export function documentHash(document: unknown): Hex {
  return keccakHex(document instanceof Uint8Array ? document : canonicalBytes(document));
}

/**
 * CIDv1 (raw leaf, sha2-256) of bytes that fit one block. Larger files are chunked by UnixFS in the node's storage,
 * where the chunk size is fixed; their CID differs from this one.
 */
export function rawCid(bytes: Uint8Array): string {
  return CID.createV1(raw.code, createDigest(SHA2_256, sha256(bytes))).toString();
}
