import type { ContractFunctionArgs } from "viem";
import type { modelRegistryAbi } from "../../abi.ts";

/** What a model version is, by hash; see IModelRegistry.ModelInput. */
export type ModelInput = ContractFunctionArgs<typeof modelRegistryAbi, "nonpayable", "register">[0];
