import { encodeFunctionData } from "viem";
import { juryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link drawJury}. */
export type DrawJuryParameters = {
  deployment: Deployment;
  caseId: bigint;
};

/** JurorsDrawn's arguments and the transaction. */
export type DrawJuryReturnType = Sent<EventArgs<typeof juryAbi, "JurorsDrawn">>;

/** Draws a case's jurors by the seed of an epoch after the opening's. Anyone. */
export async function drawJury(client: AssayWallet, parameters: DrawJuryParameters): Promise<DrawJuryReturnType> {
  const { deployment, caseId } = parameters;
  const address = deployment.addresses.jury;
  const data = encodeFunctionData({ abi: juryAbi, functionName: "draw", args: [caseId] });
  return eventOf(await transact(client, address, data), { address, abi: juryAbi, eventName: "JurorsDrawn" });
}
