import assert from "node:assert/strict";
import { test } from "node:test";
import { freeUnits, nextUnits, parseUnits, withdrawableUnits } from "./units.ts";

test("units are whole and above zero", () => {
  assert.deepEqual(["3", " 12 ", "0", "-1", "1.5", "", "x"].map(parseUnits), [
    3n,
    12n,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test("what counts next, can leave, and can be taken, of ten staked", () => {
  const of = (locked: bigint, leaving: bigint) => {
    const held = { staked: 10n, locked, leaving };
    return [nextUnits(held), freeUnits(held), withdrawableUnits(held)];
  };
  assert.deepEqual(of(0n, 0n), [10n, 10n, 0n]);
  assert.deepEqual(of(3n, 2n), [8n, 5n, 2n]);
  // A debtor's locked units may leave too; they stay until their seats are over.
  assert.deepEqual(of(8n, 5n), [5n, 0n, 2n]);
});
