import { ApiError } from "@assay/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { useWatched } from "../../data/live/useLive.ts";
import { gateway } from "../../data/services.ts";

const NOT_FOUND = 404;

/** Null where the gateway keeps no reputation for the model, or for any model. */
async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ApiError && error.status === NOT_FOUND) return null;
    throw error;
  }
}

export const useReputation = (modelId: string) =>
  useWatched({
    queryKey: ["gateway", "reputation", modelId],
    path: `/v1/reputation/${modelId}`,
    ask: (signal) => orNull(() => gateway.reputation({ params: { modelId } }, { signal })),
  });

/** The 5% quantile below which the gateway's policy routes nobody to a model; null where it states none. */
export const useMinimumQuantile = () =>
  useQuery({
    queryKey: ["gateway", "policy"],
    queryFn: async () => {
      const published = await orNull(() => gateway.policy());
      return published?.policy.routing.minimumQuantile ?? null;
    },
  });
