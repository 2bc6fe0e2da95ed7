import {
  admissionAbi,
  assayTokenAbi,
  datanetRegistryAbi,
  modelRegistryAbi,
  paymentsAbi,
  protocolParamsAbi,
  rewardDistributorAbi,
  stakeManagerAbi,
} from "../../abi.ts";

/** ABI of each contract under its deployment name. */
export const contractAbis = {
  token: assayTokenAbi,
  params: protocolParamsAbi,
  datanets: datanetRegistryAbi,
  models: modelRegistryAbi,
  stake: stakeManagerAbi,
  admission: admissionAbi,
  payments: paymentsAbi,
  rewards: rewardDistributorAbi,
} as const;

export type ContractAbis = typeof contractAbis;
