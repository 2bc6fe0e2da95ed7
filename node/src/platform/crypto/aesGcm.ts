import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { AssayError } from "@assay/sdk/errors";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A fresh AES-256 key, 32 bytes. */
export function newKey(): Uint8Array {
  return randomBytes(32);
}

/** AES-256-GCM. Returns iv (12 bytes) ‖ ciphertext ‖ tag (16 bytes). `aad` must be given again to open. */
export function seal(key: Uint8Array, plaintext: Uint8Array, aad: Uint8Array): Uint8Array {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(aad);
  return Buffer.concat([iv, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/** Opens what `seal` made; AssayError seal_broken when key, aad or bytes differ. */
export function open(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array {
  if (sealed.length < IV_BYTES + TAG_BYTES)
    throw new AssayError("The sealed bundle is too short; fetch it again.", { code: "seal_broken" });
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, IV_BYTES));
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES, sealed.length - TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new AssayError(
      "The sealed bundle does not open with this key and header; it is damaged or not the one named.",
      { code: "seal_broken", cause },
    );
  }
}
