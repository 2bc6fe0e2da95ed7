import type { ContractFunctionReturnType } from "viem";
import type { protocolParamsAbi } from "../../abi.ts";

/** A parameter set; see IProtocolParams.ParamSet. */
export type ParamSet = ContractFunctionReturnType<typeof protocolParamsAbi, "view", "get">;
