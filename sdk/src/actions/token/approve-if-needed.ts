import { type Address, encodeFunctionData, type Hex } from "viem";
import { assayTokenAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import { type AssayWallet, transact } from "../transaction.ts";

/** Parameters of {@link approveIfNeeded}. */
export type ApproveIfNeededParameters = {
  deployment: Deployment;
  spender: Address;
  /** token wei the spender is about to take */
  amount: bigint;
};

/** Approves exactly `amount` unless the allowance suffices; resolves to the transaction if one was needed. */
export async function approveIfNeeded(
  client: AssayWallet,
  parameters: ApproveIfNeededParameters,
): Promise<Hex | undefined> {
  const { deployment, spender, amount } = parameters;
  const address = deployment.addresses.token;
  const contract = { address, abi: assayTokenAbi } as const;
  const args = [client.account.address, spender] as const;
  const allowance = await readContract(client, { ...contract, functionName: "allowance", args });
  if (allowance >= amount) return undefined;
  const data = encodeFunctionData({ abi: assayTokenAbi, functionName: "approve", args: [spender, amount] });
  return (await transact(client, address, data)).transactionHash;
}
