import { EvaluatorsDocument, type EvaluatorsQuery } from "@assay/sdk/graph";
import { useGraph } from "../../data/graph.ts";
import { useWatched } from "../../data/live/useLive.ts";
import { portal } from "../../data/services.ts";

export type EvaluatorRecord = EvaluatorsQuery["evaluators"][number];

export const useEvaluators = () => useGraph(EvaluatorsDocument, {});

/** Each role of this stack and how it answers. */
export const useHealth = () =>
  useWatched({ queryKey: ["portal", "health"], path: "/health", ask: (signal) => portal.health({}, { signal }) });
