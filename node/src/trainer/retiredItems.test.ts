import assert from "node:assert/strict";
import { test } from "node:test";
import { contentHash, graderId, itemsTree } from "@assay/sdk/hashing";
import { getAddress, numberToHex } from "viem";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { readRetiredItems } from "./retiredItems.ts";

const items = [0, 1].map((slot) => ({
  slot,
  text: `question ${slot}`,
  label: "refund",
  contributor: getAddress(numberToHex(5, { size: 20 })),
  promptSalt: numberToHex(slot + 10, { size: 32 }),
  expectedSalt: numberToHex(slot + 20, { size: 32 }),
}));
const root = itemsTree(
  items.map((item) => ({
    slot: item.slot,
    promptHash: contentHash(item.promptSalt, item.text),
    expectedHash: contentHash(item.expectedSalt, item.label),
    graderId: graderId("exact"),
    contributor: item.contributor,
  })),
).root;
const ipfsOf = (batch: unknown) => ({ getJson: async () => batch }) as Partial<Ipfs> as Ipfs;

test("default: items with the committed root", async () => {
  const read = await readRetiredItems(ipfsOf({ grader: "exact", items }), "cid", root);
  assert.deepEqual(
    read,
    items.map(({ slot, text, label }) => ({ slot, text, label })),
  );
});

test("error: any change, a missing item or another grader has another root", async () => {
  const [first, second] = items;
  const batches = [
    { grader: "exact", items: [first] },
    { grader: "exact", items: [first, { ...second, label: "greeting" }] },
    { grader: "exact", items: [first, { ...second, contributor: numberToHex(6, { size: 20 }) }] },
    { grader: "normalised", items },
    { grader: "vibes", items },
  ];
  for (const batch of batches)
    await assert.rejects(readRetiredItems(ipfsOf(batch), "cid", root), { code: "batch_invalid", status: 502 });
});

test("error: a document that is no batch names its field", async () => {
  await assert.rejects(readRetiredItems(ipfsOf({ grader: "exact", items: [{ slot: -1 }] }), "cid", root), {
    field: "items[0].slot",
  });
});
