import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Address, bytesToHex, concat, type Hex, hexToBytes, isHex, numberToHex, size, slice } from "viem";
import { publicKeyToAddress } from "viem/accounts";

/** r, s and v, each wallet's v in its own way. */
const FULL_BYTES = 65;
/** EIP-2098: r, and s with v in its highest bit. */
const COMPACT_BYTES = 64;
/** OpenZeppelin's ECDSA refuses signatures with s in the upper half, so this must too. */
const HALF_ORDER = secp256k1.Point.CURVE().n >> 1n;
const HIGH_BIT = 1n << 255n;

type Parts = { r: Hex; s: Hex; yParity: 0 | 1 };

/** The parts of a key's signature, or a sentence that says why these bytes are none. */
function readParts(signature: Hex): Parts | string {
  if (!isHex(signature) || signature.length % 2 !== 0) return "The signature must be bytes in hex.";
  const bytes = size(signature);
  if (bytes === 0) return "The signature is empty; sign again.";
  if (bytes !== FULL_BYTES && bytes !== COMPACT_BYTES)
    return `A key's signature has ${FULL_BYTES} bytes, or ${COMPACT_BYTES} in its compact form, not ${bytes}.`;
  const r = slice(signature, 0, 32);
  const last = BigInt(slice(signature, 32, 64));
  if (bytes === COMPACT_BYTES) return withLowS(r, last & ~HIGH_BIT, last >= HIGH_BIT ? 1 : 0);
  const v = Number(slice(signature, 64, 65));
  if (v !== 0 && v !== 1 && v !== 27 && v !== 28)
    return `The signature's last byte, v, must be 0, 1, 27 or 28, not ${v}.`;
  return withLowS(r, last, v % 27 === 0 ? 0 : 1);
}

function withLowS(r: Hex, s: bigint, yParity: 0 | 1): Parts | string {
  if (s > HALF_ORDER)
    return "The signature's s is in the upper half of the curve, which contracts refuse; sign with a wallet that keeps it low.";
  return { r, s: numberToHex(s, { size: 32 }), yParity };
}

/** Why these bytes can't be a key's signature, in a sentence; undefined if they can. */
export function signatureFault(signature: Hex): string | undefined {
  const parts = readParts(signature);
  return typeof parts === "string" ? parts : undefined;
}

/**
 * A key's signature as every contract takes it: 65 bytes with v of 27 or 28, whether the wallet gave v as 0, 1, 27 or
 * 28, or the compact form of EIP-2098. Undefined for bytes of any other kind.
 */
export function canonicalSignature(signature: Hex): Hex | undefined {
  const parts = readParts(signature);
  if (typeof parts === "string") return undefined;
  return concat([parts.r, parts.s, numberToHex(27 + parts.yParity)]);
}

/** The address whose key signed the digest, whatever the signature's form; undefined if it is malformed or malleable. */
export function recoverSigner(digest: Hex, signature: Hex): Address | undefined {
  const canonical = canonicalSignature(signature);
  if (canonical === undefined) return undefined;
  const bytes = hexToBytes(canonical);
  try {
    const point = secp256k1.Signature.fromBytes(bytes.subarray(0, COMPACT_BYTES), "compact")
      .addRecoveryBit((bytes[COMPACT_BYTES] ?? 27) - 27)
      .recoverPublicKey(hexToBytes(digest));
    return publicKeyToAddress(bytesToHex(point.toBytes(false)));
  } catch {
    // Numbers that are no curve point: nobody signed this.
    return undefined;
  }
}
