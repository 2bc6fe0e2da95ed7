import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { normalise } from "./normalise.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");

/** Texts that a grader takes for one. */
const alike = [
  ["STRASSE", "straße", "Straße", "STRAẞE"],
  ["Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ"],
  ["ﬁnance", "FINANCE"],
  ["ｃａｒｄ　arrival", "Card_Arrival!", "card\u2028arrival", "card\u00a0--\u001carrival."],
  ["\u0390", "Ϊ\u0301"],
  ["ᏣᎳᎩ", "ꮳꮃꭹ"],
  ["Café", "cafe\u0301?"],
];

for (const texts of alike)
  test(`behavior: ${texts.map((text) => JSON.stringify(text)).join(", ")} have one form`, () => {
    assert.equal(new Set(texts.map(normalise)).size, 1);
  });

test("behavior: texts that mean different things keep different forms", () => {
  const texts = ["istanbul", "İstanbul", "ısı", "isi", "की", "का", "क", "card arrival", "cardarrival", "cafe", "café"];
  assert.equal(new Set(texts.map(normalise)).size, texts.length);
});

test("behavior: a text without letters and digits has the empty form", () => {
  for (const text of ["", " ", "?!…", "❤️", "\u200d", "_-_", "\u0301"]) assert.equal(normalise(text), "");
});

test("behavior: a code point that Unicode 14 does not assign is no letter and keeps its case", () => {
  assert.equal(normalise("\u{10d50}"), "");
  assert.equal(normalise("a\u{10d50}b"), "a\u{10d50}b");
});

test("behavior: the forms that the contract's tests expect", () => {
  const source = readFileSync(join(ROOT, "test", "contracts", "judging", "GradedForm.t.sol"), "utf8");
  const vectors = [...source.matchAll(/bytes\(hex"([0-9a-f]*)"\), hex"([0-9a-f]*)"/g)];
  assert.ok(vectors.length >= 40);
  const textOf = (hex = "") => Buffer.from(hex, "hex").toString("latin1");
  for (const [, label, form] of vectors) assert.equal(normalise(textOf(label)), textOf(form));
});
