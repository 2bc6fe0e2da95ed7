import type { TrafficReport } from "@assay/sdk/api";
import { ApiError } from "@assay/sdk/client";
import { useQuery } from "@tanstack/react-query";
import { conditionScores, JUDGED_ROUND, type JudgedRound, worstOf } from "../../data/entities/conditions.ts";
import { useGraph } from "../../data/graph.ts";
import { gateway } from "../../data/services.ts";
import { exactAmount } from "../../ui/format.ts";
import type { JudgedModel } from "./whatIf.ts";

const QUERY = `query Judged {
  models(first: 1000, where: { latestFinalRound_not: null }, orderBy: registeredAt) {
    id publisher stake state examDatanet { id } latestFinalRound { ${JUDGED_ROUND} }
  }
}`;

interface ModelRow {
  id: string;
  publisher: string;
  stake: string;
  state: string;
  examDatanet: { id: string };
  latestFinalRound: JudgedRound;
}

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
  const judged = useGraph<{ models: ModelRow[] }>("judged", QUERY);
  const traffic = useTraffic();
  const lines = traffic.data?.models ?? [];
  const models = judged.data?.models.flatMap((row): JudgedModel[] => {
    const worst = worstOf(conditionScores(row.latestFinalRound));
    if (worst === undefined || row.state === "RETIRED") return [];
    const own = lines.filter(({ modelId }) => modelId === row.id);
    return [
      {
        id: row.id,
        publisher: row.publisher,
        datanet: row.examDatanet.id,
        state: row.state,
        stake: tokens(BigInt(row.stake)),
        items: row.latestFinalRound.itemsPerBatch,
        attempt: row.latestFinalRound.attempt,
        worst,
        calls: own.reduce((sum, { calls }) => sum + calls, 0),
        fees: tokens(own.reduce((sum, { fees }) => sum + BigInt(fees), 0n)),
      },
    ];
  });
  const data: Market | undefined = models && { models, traffic: traffic.data, trafficError: traffic.error };
  return { data, error: judged.error, refetch: judged.refetch };
}
