import { AssayError } from "@assay/sdk/errors";
import { RoundRulesDocument } from "@assay/sdk/graph";
import type { Graph } from "../platform/graph.ts";

/** What a round opened now would hold a model to. */
export interface RoundRules {
  paramSet: string;
  /** of a batch */
  items: number;
  trialMask: string;
  gatedLanes: number;
  /** of this model in its window, from 1 */
  attempt: number;
  /** kMin(items, attempt); null where the window holds no such attempt */
  minPasses: number | null;
  /** every batch size that the gate table knows, ascending, with its kMin at this attempt */
  gates: { items: number; minPasses: number | null }[];
}

/** The rules in force for the adapter; one that is not registered stands before its first attempt. */
export async function readRoundRules(graph: Graph, adapterCid: string): Promise<RoundRules> {
  const { paramSets, gates, models } = await graph.query(RoundRulesDocument, { cid: adapterCid });
  const current = paramSets[0];
  if (current === undefined)
    throw new AssayError("The index knows no thresholds yet; try again in a moment.", {
      code: "rules_unknown",
      status: 503,
    });
  const attempt = (models[0]?.latestRound?.attempt ?? 0) + 1;
  const minPasses = (size: number): number | null =>
    gates.find((entry) => entry.items === size && entry.attempt === attempt)?.minPasses ?? null;
  const sizes = [...new Set(gates.map(({ items }) => items))].sort((a, b) => a - b);
  return {
    paramSet: current.id,
    items: current.itemsPerBatch,
    trialMask: current.trialMask,
    gatedLanes: current.gatedLanes,
    attempt,
    minPasses: minPasses(current.itemsPerBatch),
    gates: sizes.map((items) => ({ items, minPasses: minPasses(items) })),
  };
}
