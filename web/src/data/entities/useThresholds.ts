import { type ParamSetRecordFragment, ThresholdsDocument, type ThresholdsQuery } from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";

/** Newest (the current one) first. */
export type Thresholds = ThresholdsQuery;
/** A set of thresholds: times in seconds, amounts in token wei. */
export type ParamSet = ParamSetRecordFragment;
/** A row of the gate table and who added it. */
export type GateRow = Thresholds["gates"][number];
export type Gate = Pick<GateRow, "items" | "attempt" | "minPasses">;

/** Every parameter set, the gate table, and whether entries are paused. */
export const useThresholds = () => useGraph(ThresholdsDocument, {});
