import type { Address } from "viem";
import { assayTokenAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readBalance}. */
export type ReadBalanceParameters = {
  deployment: Deployment;
  account: Address;
};

export type ReadBalanceReturnType = bigint;

/** Token wei an account holds. */
export async function readBalance(
  client: AssayReader,
  parameters: ReadBalanceParameters,
): Promise<ReadBalanceReturnType> {
  const { deployment, account } = parameters;
  const contract = { address: deployment.addresses.token, abi: assayTokenAbi } as const;
  return readContract(client, { ...contract, functionName: "balanceOf", args: [account] });
}
