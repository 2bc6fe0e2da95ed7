import { iRandomnessAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** The running epoch of the draws' clock. */
export function currentEpoch(deployment: Deployment) {
  return { address: deployment.addresses.randomness, abi: iRandomnessAbi, functionName: "currentEpoch" } as const;
}

/** Seed of an epoch of the draws' clock; zero until it is known. */
export function seedOf(deployment: Deployment, { epoch }: { epoch: number }) {
  return {
    address: deployment.addresses.randomness,
    abi: iRandomnessAbi,
    functionName: "seedOf",
    args: [epoch],
  } as const;
}
