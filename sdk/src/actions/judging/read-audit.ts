import type { Hex } from "viem";
import * as audits from "../../calls/audits.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readAudit}. */
export type ReadAuditParameters = { deployment: Deployment; roundId: bigint };

/** `seed` is undefined until drawn, `epoch` 0 until requested; `posted` are the seats that did their duty. */
export type ReadAuditReturnType = { seed: Hex | undefined; epoch: number; posted: number[] };

/** Where a round's audits are. */
export async function readAudit(client: AssayReader, parameters: ReadAuditParameters): Promise<ReadAuditReturnType> {
  const { deployment, roundId } = parameters;
  const [seed, epoch, posted] = await readContract(client, audits.drawOf(deployment, { roundId }));
  return {
    seed: BigInt(seed) === 0n ? undefined : seed,
    epoch,
    posted: Array.from({ length: 8 }, (_, seat) => seat).filter((seat) => (posted >> seat) & 1),
  };
}
