import { type Address, encodeFunctionData, type Hex } from "viem";
import { assayTokenAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { type AssayWallet, transact } from "../transaction.ts";

/** Parameters of {@link transferToken}. */
export type TransferTokenParameters = {
  deployment: Deployment;
  to: Address;
  /** token wei */
  amount: bigint;
};

/** Sends tokens of the caller. */
export async function transferToken(client: AssayWallet, parameters: TransferTokenParameters): Promise<{ hash: Hex }> {
  const { deployment, to, amount } = parameters;
  const data = encodeFunctionData({ abi: assayTokenAbi, functionName: "transfer", args: [to, amount] });
  return { hash: (await transact(client, deployment.addresses.token, data)).transactionHash };
}
