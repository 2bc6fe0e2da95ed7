import assert from "node:assert/strict";
import { test } from "node:test";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Address, concat, type Hex, hashMessage, keccak256, numberToHex, slice } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalSignature, recoverSigner, signatureFault } from "./signature.ts";

/** Two messages by the example key of EIP-2098: one with each parity. */
const SIGNER: Address = privateKeyToAccount(`0x${"1234567890".repeat(6)}1234`).address;
const GOLDEN = [
  {
    message: "Hello World",
    v: 27,
    r: "0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b90",
    s: "0x7e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
    compact:
      "0x68a020a209d3d56c46f38cc50a33f704f4a9a10a59377f8dd762ac66910e9b907e865ad05c4035ab5792787d4a0297a43617ae897930a6fe4d822b8faea52064",
  },
  {
    message: "It's a small(er) world",
    v: 28,
    r: "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76",
    s: "0x139c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
    compact:
      "0x9328da16089fcba9bececa81663203989f2df5fe1faa6291a45381c81bd17f76939c6d6b623b42da56557e5e734a43dc83345ddfadec52cbe24d0cc64f550793",
  },
] as const;

const byte = (value: number): Hex => numberToHex(value, { size: 1 });

for (const { message, v, r, s, compact } of GOLDEN) {
  const digest = hashMessage(message);
  const canonical = concat([r, s, byte(v)]);
  const forms: [string, Hex][] = [
    ["v of 27 or 28", canonical],
    ["v of 0 or 1", concat([r, s, byte(v - 27)])],
    ["EIP-2098", compact],
    ["upper-case digits", `0x${canonical.slice(2).toUpperCase()}`],
  ];
  for (const [form, signature] of forms) {
    test(`default: "${message}" in the form ${form}`, () => {
      assert.equal(recoverSigner(digest, signature), SIGNER);
      assert.equal(canonicalSignature(signature)?.toLowerCase(), canonical);
      assert.equal(signatureFault(signature), undefined);
      assert.notEqual(recoverSigner(keccak256(digest), signature), SIGNER);
    });
  }
}

const [{ r, s, message }] = GOLDEN;
const high = numberToHex(secp256k1.Point.CURVE().n - BigInt(s), { size: 32 });
const REFUSED: [string, Hex, RegExp][] = [
  ["nothing", "0x", /is empty/],
  ["half a byte", "0x123", /bytes in hex/],
  ["no hex", "nonsense" as Hex, /bytes in hex/],
  ["63 bytes", slice(concat([r, s]), 0, 63), /not 63\.$/],
  ["66 bytes", concat([r, s, "0x1b1b"]), /not 66\.$/],
  ["a v of 5", concat([r, s, "0x05"]), /must be 0, 1, 27 or 28, not 5\.$/],
  ["a v of a chain", concat([r, s, "0x25"]), /not 37\.$/],
  ["a high s", concat([r, high, "0x1c"]), /upper half/],
];
for (const [what, signature, sentence] of REFUSED) {
  test(`error: ${what} is refused in a sentence`, () => {
    assert.match(signatureFault(signature) ?? "", sentence);
    assert.equal(canonicalSignature(signature), undefined);
    assert.equal(recoverSigner(hashMessage(message), signature), undefined);
  });
}

test("error: numbers that are no point of the curve have no signer", () => {
  for (const signature of [`0x${"00".repeat(64)}1b`, `0x${"ff".repeat(32)}${"00".repeat(31)}011b`] as Hex[])
    assert.equal(recoverSigner(hashMessage(message), signature), undefined);
});
