import type { ContractFunctionReturnType } from "viem";
import { protocolParamsAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** A parameter set; see IProtocolParams.ParamSet. */
export type ParamSet = ContractFunctionReturnType<typeof protocolParamsAbi, "view", "get">;

/** Number of the current parameter set. */
export function currentId(deployment: Deployment) {
  return { address: deployment.addresses.params, abi: protocolParamsAbi, functionName: "currentId" } as const;
}

/** A parameter set: amounts in token wei, times in seconds. */
export function get(deployment: Deployment, { paramSetId }: { paramSetId: bigint }) {
  return {
    address: deployment.addresses.params,
    abi: protocolParamsAbi,
    functionName: "get",
    args: [paramSetId],
  } as const;
}

/** How many of `items` every gated condition must reach at this attempt. */
export function kMin(
  deployment: Deployment,
  {
    items,
    attempt,
  }: {
    items: number;
    /** 1, 2, 3 ... */
    attempt: number;
  },
) {
  return {
    address: deployment.addresses.params,
    abi: protocolParamsAbi,
    functionName: "kMin",
    args: [items, attempt],
  } as const;
}
