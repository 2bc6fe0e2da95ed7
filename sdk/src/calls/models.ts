import type { ContractFunctionArgs, Hex } from "viem";
import { modelRegistryAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** What a model version is, by hash; see IModelRegistry.ModelInput. */
export type ModelInput = ContractFunctionArgs<typeof modelRegistryAbi, "nonpayable", "register">[0];

/** Registers a model version by its hashes; the caller is its publisher. It starts in the sandbox, without stake. */
export function register(deployment: Deployment, { input }: { input: ModelInput }) {
  return {
    address: deployment.addresses.models,
    abi: modelRegistryAbi,
    functionName: "register",
    args: [input],
  } as const;
}

/** Posts the share table of a final round. Only the model's publisher or trainer, once per round. */
export function postShareTable(
  deployment: Deployment,
  {
    modelId,
    roundId,
    tableHash,
    tableCid,
  }: {
    modelId: bigint;
    roundId: bigint;
    /** keccak256 of attribution.json */
    tableHash: Hex;
    tableCid: string;
  },
) {
  return {
    address: deployment.addresses.models,
    abi: modelRegistryAbi,
    functionName: "postShareTable",
    args: [modelId, roundId, tableHash, tableCid],
  } as const;
}

/** Who registered a model. */
export function publisherOf(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.models,
    abi: modelRegistryAbi,
    functionName: "publisherOf",
    args: [modelId],
  } as const;
}

/** Who trained a model, as its publisher says. */
export function trainerOf(deployment: Deployment, { modelId }: { modelId: bigint }) {
  return {
    address: deployment.addresses.models,
    abi: modelRegistryAbi,
    functionName: "trainerOf",
    args: [modelId],
  } as const;
}
