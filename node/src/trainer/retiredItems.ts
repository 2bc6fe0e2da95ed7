import { AssayError } from "@assay/sdk/errors";
import type { Hex } from "viem";
import { itemsRootOf, readCommittedItems } from "../exam/batch.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";

export interface RetiredItem {
  slot: number;
  text: string;
  label: string;
}

/** Items of a published batch, checked against the root that was committed before anyone could train on them. */
export async function readRetiredItems(ipfs: Ipfs, cid: string, itemsRoot: Hex): Promise<RetiredItem[]> {
  const batch = readCommittedItems(await ipfs.getJson(cid));
  if (itemsRootOf(batch) !== itemsRoot)
    throw new AssayError(`The items of ${cid} do not have the root committed on chain.`, {
      code: "batch_invalid",
      status: 502,
    });
  return batch.items.map(({ slot, text, label }) => ({ slot, text, label }));
}
