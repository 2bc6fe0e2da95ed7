import type { Address } from "viem";
import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readCredit}. */
export type ReadCreditParameters = {
  deployment: Deployment;
  account: Address;
};

export type ReadCreditReturnType = bigint;

/** Token wei an account can pull with withdrawCredit. */
export async function readCredit(client: AssayReader, parameters: ReadCreditParameters): Promise<ReadCreditReturnType> {
  const { deployment, account } = parameters;
  return readContract(client, admission.creditOf(deployment, { account }));
}
