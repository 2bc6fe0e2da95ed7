import assert from "node:assert/strict";
import { test } from "node:test";
import { madeName, ordinal, placesOf } from "./naming.ts";

test("default: a given name stands as it is", () => {
  const made = { given: " Typos ", datanet: "Support desk", base: "tiny", place: 3 };
  assert.equal(madeName(made, "run"), "Typos");
});

test("default: without one, data and base are the name; from the second on with its place", () => {
  const made = { datanet: "Support desk", base: "tiny", place: 1 };
  assert.equal(madeName(made, "run"), "Support desk on tiny");
  assert.equal(madeName({ ...made, place: 3 }, "run"), "Support desk on tiny, 3rd run");
  assert.equal(madeName({ ...made, given: "  ", place: 2 }, "model"), "Support desk on tiny, 2nd model");
});

test("behavior: while the base is not known, the data alone are the name", () => {
  assert.equal(madeName({ datanet: "Support desk", base: undefined, place: 1 }, "model"), "Support desk");
});

test("default: ordinals", () => {
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal), [
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "21st",
    "102nd",
    "111th",
  ]);
});

test("default: places count within a kind", () => {
  const things = ["a1", "b1", "a2"];
  const places = placesOf(
    things,
    (thing) => thing,
    (thing) => thing.charAt(0),
  );
  assert.deepEqual(
    [...places],
    [
      ["a1", 1],
      ["b1", 1],
      ["a2", 2],
    ],
  );
});
