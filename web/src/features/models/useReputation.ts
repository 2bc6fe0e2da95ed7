import { useQuery } from "@tanstack/react-query";
import { ApiError, getJson } from "../../data/http.ts";
import { useWatched } from "../../data/live/useLive.ts";

/** What the gateway remembers of a model: its posterior per condition, and the history of its 5% quantile. */
export interface Reputation {
  state: string;
  tier: string;
  /** The weakest condition's 5% quantile, 0..1. */
  q05: number;
  weakest: string;
  /** False below the policy's minimum. */
  routed: boolean;
  conditions: {
    condition: string;
    source: "round" | "live";
    gated: boolean;
    alpha: number;
    beta: number;
    q05: number;
    mean: number;
  }[];
  live: {
    calls: number;
    failures: { timeout: number; transport: number; schema: number };
    ratings: { right: number; wrong: number };
    /** Weight of the evidence that counted. */
    counted: number;
    refused: { linked: number; capped: number; unpaid: number };
  };
  /** Oldest first; times are unix seconds. */
  history: { at: number; reason: string; q05: number }[];
  reevaluation: { at: number; q05: number; cid: string } | null;
}

const NOT_FOUND = 404;

/** Null where the gateway keeps no reputation for the model, or for any model. */
async function orNull<T>(path: string): Promise<T | null> {
  try {
    return await getJson<T>(path);
  } catch (error) {
    if (error instanceof ApiError && error.status === NOT_FOUND) return null;
    throw error;
  }
}

export const useReputation = (modelId: string) =>
  useWatched<Reputation | null>({
    queryKey: ["gateway", "reputation", modelId],
    path: `/v1/reputation/${modelId}`,
    read: orNull,
  });

/** The 5% quantile below which the gateway's policy routes nobody to a model; null where it states none. */
export const useMinimumQuantile = () =>
  useQuery({
    queryKey: ["gateway", "policy"],
    queryFn: async () => {
      const policy = await orNull<{ policy: { routing?: { minimumQuantile?: number } } }>("/v1/policy");
      return policy?.policy.routing?.minimumQuantile ?? null;
    },
  });
