import type { Abi } from "viem";
import {
  admissionAbi,
  assayTokenAbi,
  auditsAbi,
  availabilityAbi,
  datanetRegistryAbi,
  fraudProofsAbi,
  juryAbi,
  leafChallengesAbi,
  modelRegistryAbi,
  paymentsAbi,
  protocolParamsAbi,
  rewardDistributorAbi,
  seatExclusionsAbi,
  stakeManagerAbi,
} from "../../abi.ts";
import type { ContractName } from "../../deployment.ts";

/** ABI of each contract under its deployment name. */
export const contractAbis = {
  token: assayTokenAbi,
  params: protocolParamsAbi,
  datanets: datanetRegistryAbi,
  models: modelRegistryAbi,
  stake: stakeManagerAbi,
  admission: admissionAbi,
  jury: juryAbi,
  fraudProofs: fraudProofsAbi,
  availability: availabilityAbi,
  challenges: leafChallengesAbi,
  audits: auditsAbi,
  exclusions: seatExclusionsAbi,
  payments: paymentsAbi,
  rewards: rewardDistributorAbi,
} as const satisfies Partial<Record<ContractName, Abi>>;

export type ContractAbis = typeof contractAbis;
