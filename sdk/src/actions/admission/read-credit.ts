import type { Address } from "viem";
import { admissionAbi } from "../../abi.ts";
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
  const contract = { address: deployment.addresses.admission, abi: admissionAbi } as const;
  return readContract(client, { ...contract, functionName: "creditOf", args: [account] });
}
