import type { Address, Hex } from "viem";
import { admissionAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readSeat}. */
export type ReadSeatParameters = {
  deployment: Deployment;
  roundId: bigint;
  seat: number;
};

export type ReadSeatReturnType = { evaluator: Address; commitment: Hex; revealed: boolean };

/** Who holds a seat, and how far it is. */
export async function readSeat(client: AssayReader, parameters: ReadSeatParameters): Promise<ReadSeatReturnType> {
  const { deployment, roundId, seat } = parameters;
  const contract = { address: deployment.addresses.admission, abi: admissionAbi } as const;
  const [evaluator, commitment, revealed] = await readContract(client, {
    ...contract,
    functionName: "seatOf",
    args: [roundId, seat],
  });
  return { evaluator, commitment, revealed };
}
