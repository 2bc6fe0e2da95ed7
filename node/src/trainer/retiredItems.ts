import { contentHash, GRADERS, graderId, itemsTree } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { AppError } from "../platform/errors.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { readArray, readHex, readInteger, readObject, readString } from "../platform/json.ts";

export interface RetiredItem {
  slot: number;
  text: string;
  label: string;
}

/** Items of a published batch, checked against the root that was committed before anyone could train on them. */
export async function readRetiredItems(ipfs: Ipfs, cid: string, itemsRoot: Hex): Promise<RetiredItem[]> {
  const batch = readObject(await ipfs.getJson(cid), "batch");
  const grader = GRADERS.find((name) => name === batch.grader);
  if (grader === undefined)
    throw new AppError("batch_invalid", `The batch ${cid} names no known grader.`, { status: 502 });
  const items = readArray(batch.items, "batch.items", 1_000).map((entry, i) => {
    const item = readObject(entry, `items[${i}]`);
    return {
      slot: readInteger(item.slot, `items[${i}].slot`, 0, 65_535),
      text: readString(item.text, `items[${i}].text`, 65_536),
      label: readString(item.label, `items[${i}].label`, 65_536),
      contributor: readHex(item.contributor, `items[${i}].contributor`, 20),
      promptSalt: readHex(item.promptSalt, `items[${i}].promptSalt`, 32),
      expectedSalt: readHex(item.expectedSalt, `items[${i}].expectedSalt`, 32),
    };
  });
  const root = itemsTree(
    items.map((item) => ({
      slot: item.slot,
      promptHash: contentHash(item.promptSalt, item.text),
      expectedHash: contentHash(item.expectedSalt, item.label),
      graderId: graderId(grader),
      contributor: item.contributor,
    })),
  ).root;
  if (root !== itemsRoot)
    throw new AppError("batch_invalid", `The items of ${cid} do not have the root committed on chain.`, {
      status: 502,
    });
  return items.map(({ slot, text, label }) => ({ slot, text, label }));
}
