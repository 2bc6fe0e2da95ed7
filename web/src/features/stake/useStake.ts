import { readExit, readSeedEpoch, readStake, stakeUnits, unstakeUnits, withdrawStake } from "@assay/sdk/actions";
import { type BondRecordFragment, BondsDocument } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useProtocol } from "../../data/entities/useProtocol.ts";
import { NEWEST, useGraphPages } from "../../data/pages.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

export type BondRecord = BondRecordFragment;

/** Every custodian's bond, newest datanet first, page by page. */
export const useBondPages = () =>
  useGraphPages({
    document: BondsDocument,
    variables: (range: { first: number; before: string }) => range,
    list: ({ datanets }) => datanets,
    cursor: ({ id }) => id,
    start: NEWEST,
    total: useProtocol().data?.protocol?.datanetCount,
  });

/** An account's units, exit and debt, and the running epoch, from the chain itself. */
export function useOwnStake(account: Address) {
  const client = useClient();
  const { deployment } = useConfig();
  return useQuery({
    queryKey: ["chain", "stake", account],
    enabled: client !== undefined,
    queryFn: async () => {
      if (!client) throw new Error("The chain is not connected.");
      const [stake, exit, { epoch }] = await Promise.all([
        readStake(client, { deployment, evaluator: account }),
        readExit(client, { deployment, account }),
        readSeedEpoch(client, { deployment }),
      ]);
      return { ...stake, exit, epoch };
    },
  });
}

export type OwnStake = NonNullable<ReturnType<typeof useOwnStake>["data"]>;

/** Stakes whole units; approves first where needed. */
export const useStakeUnits = () =>
  useWrite((wallet, deployment, units: bigint) => stakeUnits(wallet, { deployment, units }));

/** Starts the exit of free units. */
export const useUnstakeUnits = () =>
  useWrite((wallet, deployment, units: bigint) => unstakeUnits(wallet, { deployment, units }));

/** Takes what has cooled down, less what is owed. */
export const useWithdrawStake = () =>
  useWrite((wallet, deployment, _: undefined) => withdrawStake(wallet, { deployment }));
