import type { Address, Hex } from "viem";
import * as admission from "../../calls/admission.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import { nameAt, SEAT_STATUSES, type SeatStatus } from "../states.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readSeat}. */
export type ReadSeatParameters = {
  deployment: Deployment;
  roundId: bigint;
  /** 0..k-1 are the primaries, then come the reserves */
  seat: number;
};

/** `result` is keccak256(abi.encode(root, lanes)) once revealed, the commitment before. */
export type ReadSeatReturnType = { stakerId: number; evaluator: Address; status: SeatStatus; result: Hex };

/** Who holds a seat, and what became of it. */
export async function readSeat(client: AssayReader, parameters: ReadSeatParameters): Promise<ReadSeatReturnType> {
  const { deployment, roundId, seat } = parameters;
  const view = await readContract(client, admission.seatView(deployment, { roundId, seat }));
  return { ...view, status: nameAt(SEAT_STATUSES, view.status) };
}
