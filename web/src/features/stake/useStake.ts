import { readExit, readSeedEpoch, readStake, stakeUnits, unstakeUnits, withdrawStake } from "@assay/sdk/actions";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../../data/config.ts";
import { useGraph } from "../../data/graph.ts";
import { useWrite } from "../../data/wallet/useWrite.ts";

export interface StakerRecord {
  id: string;
  units: string;
  nextUnits: string;
  leavingUnits: string;
  lockedUnits: string;
  slashedUnits: string;
  charged: string;
  debt: string;
}

export interface BondRecord {
  id: string;
  custodian: string;
  bond: string;
  boundBond: string;
  cutBond: string;
}

export interface StakeOverview {
  protocol: { nextUnits: string } | null;
  evaluators: StakerRecord[];
  datanets: BondRecord[];
}

const QUERY = `query Stake {
  protocol(id: "assay") { nextUnits }
  evaluators(first: 1000, orderBy: nextUnits, orderDirection: desc) {
    id units nextUnits leavingUnits lockedUnits slashedUnits charged debt
  }
  datanets(first: 1000, orderBy: datanetId) { id custodian bond boundBond cutBond }
}`;

/** Everybody's units and every custodian's bond, as the index has them. */
export const useStakeOverview = () => useGraph<StakeOverview>("stake", QUERY);

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
