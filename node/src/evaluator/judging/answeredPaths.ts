import { addPathNodes, itemLanes, type KnownNodes, packLanes, positionsOf, trialLeaf } from "@assay/sdk/hashing";
import { encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import type { DutyContext } from "./context.ts";
import { orHidden } from "./judgeView.ts";
import type { Published } from "./store.ts";

/** Adds the nodes that a seat had to show when it answered demands: they are its real ones, whatever it published. */
export async function addAnsweredPaths(
  { identity, judges }: DutyContext,
  { roundId, seat }: Published,
  known: KnownNodes,
  trialMask: bigint,
): Promise<void> {
  const answered = (await identity.duties.demands(roundId)).filter(
    (one) => one.seat === seat && one.state === "answered",
  );
  for (const { tx, slot, position } of answered) {
    if (tx === undefined) continue;
    const shown = await orHidden(judges.answered(tx));
    if (shown === undefined) continue;
    const { trial, path } = shown;
    const rank = positionsOf(trialMask).indexOf(position);
    const root = path.trialSiblings.reduce<Hex>(
      (node, sibling, i) => ((rank >> i) & 1 ? pair(sibling, node) : pair(node, sibling)),
      trialLeaf(trial),
    );
    const words = [1, slot, path.trialBits, root] as const;
    const hash = keccak256(encodeAbiParameters(parseAbiParameters("uint8, uint16, uint64, bytes32"), words));
    known.set(hash, words);
    const sums = packLanes(itemLanes(path.trialBits & trialMask, trialMask));
    addPathNodes(known, slot, { hash, sums }, path.itemSiblings);
  }
}

function pair(left: Hex, right: Hex): Hex {
  return keccak256(encodeAbiParameters(parseAbiParameters("bytes32, bytes32"), [left, right]));
}
