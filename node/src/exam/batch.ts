import { AssayError } from "@assay/sdk/errors";
import { contentHash, GRADERS, type Grader, graderId, type HoldoutBatch, itemsTree } from "@assay/sdk/hashing";
import type { Address, Hex } from "viem";
import { readArray, readHex, readInteger, readObject, readString } from "../platform/json.ts";
import type { Grading } from "./grading.ts";

const MOST_ITEMS = 65_535;
const LONGEST_TEXT = 65_536;

/** One exam item in clear: only in the sealed batch, until the batch is retired. */
export interface ExamItemPlain {
  slot: number;
  rowIndex: number;
  text: string;
  label: string;
  contributor: Address;
  promptSalt: Hex;
  expectedSalt: Hex;
}

/** What a batch's ciphertext holds. */
export interface ExamBatchPlain extends Grading {
  schemaVersion: 1;
  datanetId: string;
  version: number;
  batchId: number;
  labels: string[];
  items: ExamItemPlain[];
  /** training rows put before the items by the carry-over condition */
  history: { text: string; label: string }[];
}

/** What exam.json says of a batch. */
export interface PublicBatch extends HoldoutBatch {
  ciphertextCid: string;
  count: number;
}

/** An item as its leaf needs it. */
export type CommittedItem = Omit<ExamItemPlain, "rowIndex">;

/** The part of a batch that its items root covers. */
export interface CommittedItems {
  grader: Grader;
  items: CommittedItem[];
}

/** The items' leaves, in the order of the items. */
export function itemLeaves({ items, grader }: CommittedItems) {
  return items.map((item) => ({
    slot: item.slot,
    promptHash: contentHash(item.promptSalt, item.text),
    expectedHash: contentHash(item.expectedSalt, item.label),
    graderId: graderId(grader),
    contributor: item.contributor,
  }));
}

/** Root over a batch's items as the chain knows it: whoever opens a batch checks it against this. */
export function itemsRootOf(batch: CommittedItems): Hex {
  return itemsTree(itemLeaves(batch)).root;
}

/** Reads what the items root covers. Throws AssayError invalid_field, or batch_invalid for a grader nobody knows. */
export function readCommittedItems(value: unknown): CommittedItems {
  const batch = readObject(value, "batch");
  const grader = GRADERS.find((name) => name === batch.grader);
  if (grader === undefined)
    throw new AssayError("The batch names no known grader.", { code: "batch_invalid", status: 502, field: "grader" });
  const items = readArray(batch.items, "batch.items", MOST_ITEMS).map((entry, i) => {
    const item = readObject(entry, `items[${i}]`);
    return {
      slot: readInteger(item.slot, `items[${i}].slot`, 0, MOST_ITEMS),
      text: readString(item.text, `items[${i}].text`, LONGEST_TEXT),
      label: readString(item.label, `items[${i}].label`, LONGEST_TEXT),
      contributor: readHex(item.contributor, `items[${i}].contributor`, 20),
      promptSalt: readHex(item.promptSalt, `items[${i}].promptSalt`, 32),
      expectedSalt: readHex(item.expectedSalt, `items[${i}].expectedSalt`, 32),
    };
  });
  return { grader, items };
}
