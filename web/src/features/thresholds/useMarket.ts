import type { TrafficReport } from "@assay/sdk/api";
import { ApiError } from "@assay/sdk/client";
import { JudgedModelsDocument } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import { conditionScores, worstOf } from "../../data/entities/conditions.ts";
import { NEWEST, useGraphAll } from "../../data/pages.ts";
import { gateway } from "../../data/services.ts";
import { exactAmount } from "../../ui/format.ts";
import type { JudgedModel } from "./whatIf.ts";

const NOT_FOUND = 404;
const DAYS = 30;

/** Calls and fees by model over the last days, from this stack's gateway; null where it tells none. */
function useTraffic() {
  return useQuery({
    queryKey: ["gateway", "traffic", DAYS],
    queryFn: async (): Promise<TrafficReport | null> => {
      try {
        return await gateway.traffic({ query: { days: DAYS } });
      } catch (error) {
        if (error instanceof ApiError && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
  });
}

export interface Market {
  models: JudgedModel[];
  /** Undefined while it is read, null where the gateway tells none. */
  traffic: TrafficReport | null | undefined;
  trafficError: Error | null;
}

const tokens = (wei: bigint): number => Number(exactAmount(wei));

/** Every model with a final round, with its stake and what the gateway says of its traffic. */
export function useMarket() {
  const judged = useGraphAll({
    document: JudgedModelsDocument,
    variables: (range: { first: number; before: string }) => range,
    list: ({ models }) => models,
    cursor: ({ id }) => id,
    start: NEWEST,
  });
  const traffic = useTraffic();
  const lines = traffic.data?.models ?? [];
  const models = judged.data?.flatMap((row): JudgedModel[] => {
    const round = row.latestFinalRound;
    const worst = worstOf(conditionScores(round));
    if (round === null || worst === undefined || row.state === "RETIRED") return [];
    const own = lines.filter(({ modelId }) => modelId === row.id);
    return [
      {
        id: row.id,
        publisher: row.publisher,
        datanet: row.examDatanet.id,
        state: row.state,
        stake: tokens(BigInt(row.stake)),
        items: round.itemsPerBatch,
        attempt: round.attempt,
        worst,
        calls: own.reduce((sum, { calls }) => sum + calls, 0),
        fees: tokens(own.reduce((sum, { fees }) => sum + BigInt(fees), 0n)),
      },
    ];
  });
  const data: Market | undefined = models && { models, traffic: traffic.data, trafficError: traffic.error };
  return { data, error: judged.error, refetch: judged.refetch };
}
