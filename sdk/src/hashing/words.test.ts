import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { bytesToHex, encodeAbiParameters } from "viem";
import { encodeWords, type Word } from "./words.ts";

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => bytesToHex(value));

test("behavior: equals the general ABI encoder for static values", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
      bytes(20),
      bytes(32),
      fc.nat(),
      (wide, address, hash, small) => {
        const types = [{ type: "uint256" }, { type: "address" }, { type: "bytes32" }, { type: "uint32" }] as const;
        assert.equal(
          bytesToHex(encodeWords([wide, address, hash, small])),
          encodeAbiParameters(types, [wide, address, hash, small]),
        );
      },
    ),
  );
});

for (const word of [-1, 1.5, Number.NaN, 2n ** 256n, "0x12", "0x" as const] as Word[]) {
  test(`error: ${word}`, () => {
    assert.throws(() => encodeWords([word]), { name: "AssayError", code: "HASH_WORD" });
  });
}
