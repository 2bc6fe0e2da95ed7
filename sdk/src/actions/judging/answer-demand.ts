import { encodeFunctionData, type Hex } from "viem";
import { availabilityAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";
import type { LeafRef, TrialHashesInput, TrialPathInput } from "./inputs.ts";

/** Parameters of {@link answerDemand}. */
export type AnswerDemandParameters = {
  deployment: Deployment;
  leaf: LeafRef;
  trial: TrialHashesInput;
  /** the token ids, uint32 big-endian each */
  outIds: Hex;
  path: TrialPathInput;
};

/** LeafAnswered's arguments and the transaction. */
export type AnswerDemandReturnType = Sent<EventArgs<typeof availabilityAbi, "LeafAnswered">>;

/** Shows a demanded trial. Anyone who has it; the bond is the seat's. */
export async function answerDemand(
  client: AssayWallet,
  parameters: AnswerDemandParameters,
): Promise<AnswerDemandReturnType> {
  const { deployment, leaf, trial, outIds, path } = parameters;
  const address = deployment.addresses.availability;
  const data = encodeFunctionData({ abi: availabilityAbi, functionName: "answer", args: [leaf, trial, outIds, path] });
  return eventOf(await transact(client, address, data), { address, abi: availabilityAbi, eventName: "LeafAnswered" });
}
