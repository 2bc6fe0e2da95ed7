import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytes,
  duration,
  exactAmount,
  parseAmount,
  parseNumber,
  ppm,
  relative,
  shortAmount,
  wordText,
} from "./format.ts";

const ASY = 10n ** 18n;

test("an amount keeps every digit where it is exact, and four where it is short", () => {
  assert.equal(exactAmount(1n), "0.000000000000000001");
  assert.equal(exactAmount(-3n * ASY - ASY / 2n), "-3.5");
  assert.equal(exactAmount(0n), "0");
  assert.equal(shortAmount(123_456_789n * 10n ** 10n), "1.235");
  assert.equal(shortAmount(20_000n * ASY), "20,000");
  assert.equal(shortAmount(1n), "<0.000001");
});

test("what a person types as an amount is read exactly or not at all", () => {
  assert.equal(parseAmount("0.1"), ASY / 10n);
  assert.equal(parseAmount(" 10 "), 10n * ASY);
  assert.equal(parseAmount("0.000000000000000001"), 1n);
  for (const bad of ["", "-1", "1e3", "1,5", "abc", "0.0000000000000000001", "NaN"])
    assert.equal(parseAmount(bad), undefined, bad);
});

test("every exact amount reads back as itself", () => {
  for (const wei of [0n, 1n, ASY - 1n, ASY, 123_456_789_012_345_678_901n])
    assert.equal(parseAmount(exactAmount(wei)), wei);
});

test("a number may be typed with an exponent; anything else is not a number", () => {
  assert.equal(parseNumber("1e-3"), 0.001);
  assert.equal(parseNumber(" .5 "), 0.5);
  assert.equal(parseNumber("-2"), -2);
  for (const bad of ["", " ", "abc", "NaN", "Infinity", "1.2.3", "0x10", "1e"])
    assert.ok(Number.isNaN(parseNumber(bad)), bad);
});

test("times are told coarsely and never negative", () => {
  assert.equal(duration(45), "45 s");
  assert.equal(duration(180), "3 min");
  assert.equal(duration(205), "3 min 25 s");
  assert.equal(duration(7500), "2 h 5 min");
  assert.equal(duration(-5), "0 s");
  assert.equal(relative(1000, 1_002_000), "just now");
  assert.equal(relative(1000, 1_300_000), "5 min ago");
  assert.equal(relative(1020, 1_000_000), "in 20 s");
});

test("shares and sizes", () => {
  assert.equal(ppm(583_456), "58.3%");
  assert.equal(ppm(1_000_000), "100%");
  assert.equal(bytes(1023), "1023 B");
  assert.equal(bytes(1536), "1.5 KB");
});

test("a word in 32 bytes is read up to its padding", () => {
  assert.equal(wordText(`0x${"6b657973".padEnd(64, "0")}`), "keys");
  assert.equal(wordText(`0x${"00".repeat(32)}`), "");
});
