import { encodeFunctionData } from "viem";
import { juryAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link closeCase}. */
export type CloseCaseParameters = {
  deployment: Deployment;
  caseId: bigint;
};

/** CaseClosed's arguments and the transaction. */
export type CloseCaseReturnType = Sent<EventArgs<typeof juryAbi, "CaseClosed">>;

/** Counts the votes once all who committed revealed or the time is over. Anyone. */
export async function closeCase(client: AssayWallet, parameters: CloseCaseParameters): Promise<CloseCaseReturnType> {
  const { deployment, caseId } = parameters;
  const address = deployment.addresses.jury;
  const data = encodeFunctionData({ abi: juryAbi, functionName: "close", args: [caseId] });
  return eventOf(await transact(client, address, data), { address, abi: juryAbi, eventName: "CaseClosed" });
}
