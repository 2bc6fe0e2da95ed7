import { useQuery } from "@tanstack/react-query";
import { useGraph } from "../../data/graph.ts";
import { getJson } from "../../data/http.ts";

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
export function useHealth() {
  return useQuery({
    queryKey: ["portal", "health"],
    refetchInterval: 5000,
    queryFn: () => getJson<Record<string, unknown>>("/health"),
  });
}
