import type { Address } from "viem";
import * as token from "../../calls/token.ts";
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
  return readContract(client, token.balanceOf(deployment, { account }));
}
