import { openRound, readAttempts, stakeModel, unstakeModel } from "@assay/sdk/actions";
import { useQuery } from "@tanstack/react-query";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

/** Stakes on a model; approves first where needed. */
export const useStakeModel = (modelId: string) =>
  useWrite((wallet, deployment, amount: bigint) =>
    stakeModel(wallet, { deployment, modelId: BigInt(modelId), amount }),
  );

/** Starts to take stake out of a model that is in no open round. */
export const useUnstakeModel = (modelId: string) =>
  useWrite((wallet, deployment, amount: bigint) =>
    unstakeModel(wallet, { deployment, modelId: BigInt(modelId), amount }),
  );

/** Opens a round; takes at most `maxFee`. */
export const useOpenRound = (modelId: string) =>
  useWrite((wallet, deployment, maxFee: bigint) => openRound(wallet, { deployment, modelId: BigInt(modelId), maxFee }));

/** Attempts of the model's lineage in the running window: the next one is judged and priced by them. */
export function useAttempts(modelId: string) {
  const client = useClient();
  const { deployment } = useConfig();
  return useQuery({
    queryKey: ["chain", "attempts", modelId],
    enabled: client !== undefined,
    queryFn: () => {
      if (!client) throw new Error("The chain is not connected.");
      return readAttempts(client, { deployment, modelId: BigInt(modelId) });
    },
  });
}
