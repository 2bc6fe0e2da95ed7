import assert from "node:assert/strict";
import { test } from "node:test";
import { AssayError } from "@assay/sdk/errors";
import {
  addDecimals,
  bigIntFromBytes,
  bigIntToBytes,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  parseBigInt,
  parseDecimal,
} from "./bigNumbers.ts";

test("bigIntToBytes: shortest little-endian two's complement", () => {
  assert.deepEqual([...bigIntToBytes(0n)], [0]);
  assert.deepEqual([...bigIntToBytes(127n)], [127]);
  assert.deepEqual([...bigIntToBytes(128n)], [128, 0]);
  assert.deepEqual([...bigIntToBytes(-1n)], [255]);
  assert.deepEqual([...bigIntToBytes(-129n)], [127, 255]);
});

test("behavior: every edge of 256 bits comes back", () => {
  for (const value of [0n, 1n, -1n, 255n, 256n, 2n ** 255n, -(2n ** 255n), 2n ** 256n - 1n]) {
    assert.equal(bigIntFromBytes(bigIntToBytes(value)), value);
  }
});

test("parseBigInt: signs, and an error for text that is not a number", () => {
  assert.equal(parseBigInt("-12"), -12n);
  assert.equal(parseBigInt("+12"), 12n);
  assert.throws(() => parseBigInt("0x12"), isCode("mapping_bad_number"));
});

test("formatDecimal: plain notation without trailing zeros", () => {
  assert.equal(formatDecimal(parseDecimal("-0012.500")), "-12.5");
  assert.equal(formatDecimal(parseDecimal("1e3")), "1000");
  assert.equal(formatDecimal(parseDecimal("0.001")), "0.001");
  assert.equal(formatDecimal(parseDecimal("-.5e-1")), "-0.05");
});

test("divideDecimals: 34 significant digits, half away from zero", () => {
  const third = divideDecimals(parseDecimal("1"), parseDecimal("3"));
  assert.equal(formatDecimal(third), `0.${"3".repeat(34)}`);
  const twoThirds = divideDecimals(parseDecimal("2"), parseDecimal("3"));
  assert.equal(formatDecimal(twoThirds), `0.${"6".repeat(33)}7`);
  assert.throws(() => divideDecimals(third, parseDecimal("0")), isCode("mapping_division_by_zero"));
});

test("behavior: sums and products are exact within 34 digits", () => {
  assert.equal(formatDecimal(addDecimals(parseDecimal("0.1"), parseDecimal("0.2"))), "0.3");
  assert.equal(formatDecimal(multiplyDecimals(parseDecimal("-1.5"), parseDecimal("2e2"))), "-300");
});

function isCode(code: string) {
  return (error: unknown) => error instanceof AssayError && error.code === code;
}
