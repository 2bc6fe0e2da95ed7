import * as stake from "../../calls/stake.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readBond}. */
export type ReadBondParameters = { deployment: Deployment; datanetId: bigint };

/** Token wei: all of the custodian's bond, and what running rounds bind of it. */
export type ReadBondReturnType = { total: bigint; bound: bigint };

/** The bond of a datanet's custodian. A round opens only where the unbound part covers `custodianBond`. */
export async function readBond(client: AssayReader, parameters: ReadBondParameters): Promise<ReadBondReturnType> {
  const { deployment, datanetId } = parameters;
  const [total, bound] = await readContract(client, stake.bondOf(deployment, { datanetId }));
  return { total, bound };
}
