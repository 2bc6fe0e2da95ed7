import assert from "node:assert/strict";
import { test } from "node:test";
import { zeroAddress, zeroHash } from "viem";
import { createOffers, type Offer } from "./offers.ts";

const offer = (id: string, characters: number, nonce = 1n): Offer => ({
  contribution: {
    id,
    datanetId: 1n,
    contributor: zeroAddress,
    rowsRoot: zeroHash,
    rowCount: 1,
    labels: {},
    metadata: {},
    metadataHash: zeroHash,
    nonce,
  },
  rows: [{ text: "x".repeat(characters), label: "", group: "", salt: zeroHash }],
  findings: [],
});

test("default: an upload waits until it is removed", () => {
  const offers = createOffers({ now: () => 0 });
  offers.add(offer("a", 1));
  assert.equal(offers.get("a")?.contribution.id, "a");
  assert.equal(offers.remove("a"), true);
  assert.equal(offers.remove("a"), false);
  assert.equal(offers.get("a"), undefined);
});

test("behavior: each goes at its own time", () => {
  let now = 0;
  const offers = createOffers({ now: () => now, lifeMs: 10 });
  offers.add(offer("a", 1));
  now = 5;
  offers.add(offer("b", 1));
  now = 10;
  assert.equal(offers.get("a"), undefined);
  assert.notEqual(offers.get("b"), undefined);
  now = 15;
  offers.expire();
  assert.equal(offers.size, 0);
});

test("behavior: when they hold too much together the oldest go, never the newest", () => {
  const offers = createOffers({ now: () => 0, mostCharacters: 100 });
  for (const id of ["a", "b", "c"]) offers.add(offer(id, 40));
  assert.deepEqual(
    ["a", "b", "c"].map((id) => offers.get(id) !== undefined),
    [false, true, true],
  );
  offers.add(offer("d", 500));
  assert.deepEqual([offers.size, offers.get("d") !== undefined], [1, true]);
  offers.remove("d");
  offers.add(offer("e", 60));
  offers.add(offer("f", 40));
  assert.equal(offers.size, 2, "what was removed no longer counts");
});

test("behavior: the highest waiting nonce counts, of the same datanet and contributor", () => {
  const offers = createOffers({ now: () => 0 });
  assert.equal(offers.lastNonce(1n, zeroAddress), 0n);
  offers.add(offer("a", 1, 4n));
  offers.add(offer("b", 1, 2n));
  assert.equal(offers.lastNonce(1n, zeroAddress), 4n);
  assert.equal(offers.lastNonce(2n, zeroAddress), 0n);
});
