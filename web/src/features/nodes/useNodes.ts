import { useGraph } from "../../data/graph.ts";
import { useWatched } from "../../data/live/useLive.ts";

export interface EvaluatorRecord {
  id: string;
  nextUnits: string;
  lockedUnits: string;
  seatCount: number;
  revealedCount: number;
  failedCount: number;
  convictedCount: number;
  earned: string;
}

const QUERY = `query Evaluators {
  evaluators(first: 1000, orderBy: nextUnits, orderDirection: desc) {
    id nextUnits lockedUnits seatCount revealedCount failedCount convictedCount earned
  }
}`;

export const useEvaluators = () => useGraph<{ evaluators: EvaluatorRecord[] }>("evaluators", QUERY);

/** Each role of this stack and how it answers. */
export const useHealth = () => useWatched<Record<string, unknown>>({ queryKey: ["portal", "health"], path: "/health" });
