import { openRound, stakeModel } from "@assay/sdk/actions";
import { useWrite } from "../../app/chain/useWrite.ts";

/** Stakes on a model; approves first where needed. */
export const useStakeModel = (modelId: string) =>
  useWrite((wallet, deployment, amount: bigint) =>
    stakeModel(wallet, { deployment, modelId: BigInt(modelId), amount }),
  );

/** Opens a round; takes at most `maxFee`. */
export const useOpenRound = (modelId: string) =>
  useWrite((wallet, deployment, maxFee: bigint) => openRound(wallet, { deployment, modelId: BigInt(modelId), maxFee }));
