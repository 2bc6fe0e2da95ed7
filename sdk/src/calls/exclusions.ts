import { seatExclusionsAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { ShareProof } from "../hashing/sum-tree.ts";

/** Excludes a seat of the model's publisher or trainer, or the datanet's curator or custodian. Anyone. */
export function excludeRole(deployment: Deployment, { roundId, seat }: { roundId: bigint; seat: number }) {
  return {
    address: deployment.addresses.exclusions,
    abi: seatExclusionsAbi,
    functionName: "excludeRole",
    args: [roundId, seat],
  } as const;
}

/** Excludes a seat whose evaluator contributed at least 5% of the examining version's weight. Anyone. */
export function excludeContributor(
  deployment: Deployment,
  { roundId, seat, share }: { roundId: bigint; seat: number; share: ShareProof },
) {
  return {
    address: deployment.addresses.exclusions,
    abi: seatExclusionsAbi,
    functionName: "excludeContributor",
    args: [roundId, seat, share],
  } as const;
}
