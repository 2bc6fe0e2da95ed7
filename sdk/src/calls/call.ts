import type { Abi, Address } from "viem";
import type { Deployment } from "../deployment.ts";

/**
 * One call of one contract, nothing sent yet: viem's readContract, simulateContract, multicall and encodeFunctionData
 * take it as it is, and so do wagmi's hooks.
 */
export type ContractCall<abi extends Abi = Abi> = {
  readonly address: Address;
  readonly abi: abi;
  readonly functionName: string;
  readonly args?: readonly unknown[];
};

/** What an action over a call takes: the deployment and the call's arguments by name, in one object. */
export type CallParameters<call extends (deployment: Deployment, parameters: never) => ContractCall> = {
  deployment: Deployment;
} & (Parameters<call> extends [Deployment, infer parameters] ? parameters : unknown);
