import { encodeFunctionData } from "viem";
import { seatExclusionsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { ShareProof } from "../../hashing/sum-tree.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link excludeContributor}. */
export type ExcludeContributorParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
  share: ShareProof;
};

/** ContributorExcluded's arguments and the transaction. */
export type ExcludeContributorReturnType = Sent<EventArgs<typeof seatExclusionsAbi, "ContributorExcluded">>;

/** Excludes a seat whose evaluator contributed at least 5% of the examining version's weight. Anyone. */
export async function excludeContributor(
  client: AssayWallet,
  parameters: ExcludeContributorParameters,
): Promise<ExcludeContributorReturnType> {
  const { deployment, roundId, seat, share } = parameters;
  const address = deployment.addresses.exclusions;
  const data = encodeFunctionData({
    abi: seatExclusionsAbi,
    functionName: "excludeContributor",
    args: [roundId, seat, share],
  });
  return eventOf(await transact(client, address, data), {
    address,
    abi: seatExclusionsAbi,
    eventName: "ContributorExcluded",
  });
}
