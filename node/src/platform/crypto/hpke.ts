import { AssayError } from "@assay/sdk/errors";
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";

const ENC_BYTES = 32;

/** RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. */
function suite(): CipherSuite {
  return new CipherSuite({ kem: new DhkemX25519HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** An X25519 pair, raw 32 bytes each. */
export interface EncryptionKeyPair {
  publicKey: Uint8Array;
  privateKey: Uint8Array;
}

/** The pair that belongs to `seed` (32 bytes or more of secret), always the same. */
export async function deriveKeyPair(seed: Uint8Array): Promise<EncryptionKeyPair> {
  const { kem } = suite();
  const pair = await kem.deriveKeyPair(buffer(seed));
  return {
    publicKey: new Uint8Array(await kem.serializePublicKey(pair.publicKey)),
    privateKey: new Uint8Array(await kem.serializePrivateKey(pair.privateKey)),
  };
}

/** Wraps `secret` to a public key. `info` binds the use: unwrapping needs the same. Returns enc (32 bytes) ‖ ciphertext. */
export async function wrap(publicKey: Uint8Array, secret: Uint8Array, info: Uint8Array): Promise<Uint8Array> {
  const hpke = suite();
  let recipientPublicKey: Awaited<ReturnType<typeof hpke.kem.deserializePublicKey>>;
  try {
    recipientPublicKey = await hpke.kem.deserializePublicKey(buffer(publicKey));
  } catch (cause) {
    throw new AssayError("The encryption key must be 32 bytes of an X25519 public key.", {
      code: "key_invalid",
      field: "encryptionKey",
      cause,
    });
  }
  const sender = await hpke.createSenderContext({ recipientPublicKey, info: buffer(info) });
  return Buffer.concat([new Uint8Array(sender.enc), new Uint8Array(await sender.seal(buffer(secret)))]);
}

/** Opens what `wrap` made; AssayError wrap_broken when it is for another key or another use. */
export async function unwrap(privateKey: Uint8Array, wrapped: Uint8Array, info: Uint8Array): Promise<Uint8Array> {
  const hpke = suite();
  try {
    const recipientKey = await hpke.kem.deserializePrivateKey(buffer(privateKey));
    const enc = buffer(wrapped.subarray(0, ENC_BYTES));
    const recipient = await hpke.createRecipientContext({ recipientKey, enc, info: buffer(info) });
    return new Uint8Array(await recipient.open(buffer(wrapped.subarray(ENC_BYTES))));
  } catch (cause) {
    throw new AssayError("The wrapped key does not open with this private key; ask for it again.", {
      code: "wrap_broken",
      cause,
    });
  }
}
