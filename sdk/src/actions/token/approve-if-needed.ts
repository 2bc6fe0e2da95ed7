import type { Hex } from "viem";
import type { CallParameters } from "../../calls/call.ts";
import * as token from "../../calls/token.ts";
import { readContract } from "../read.ts";
import { type AssayWallet, transact } from "../transaction.ts";

/** Parameters of {@link approveIfNeeded}: who is about to take how much token wei. */
export type ApproveIfNeededParameters = CallParameters<typeof token.approve>;

/** Approves exactly `amount` unless the allowance suffices; resolves to the transaction if one was needed. */
export async function approveIfNeeded(
  client: AssayWallet,
  parameters: ApproveIfNeededParameters,
): Promise<Hex | undefined> {
  const { deployment, spender, amount } = parameters;
  const owner = client.account.address;
  if ((await readContract(client, token.allowance(deployment, { owner, spender }))) >= amount) return undefined;
  return (await transact(client, token.approve(deployment, { spender, amount }))).transactionHash;
}
