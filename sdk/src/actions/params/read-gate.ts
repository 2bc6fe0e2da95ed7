import * as params from "../../calls/params.ts";
import type { Deployment } from "../../deployment.ts";
import { readContract } from "../read.ts";
import type { AssayReader } from "../transaction.ts";

/** Parameters of {@link readGate}. */
export type ReadGateParameters = {
  deployment: Deployment;
  items: number;
  /** 1, 2, 3 ... */
  attempt: number;
};

export type ReadGateReturnType = number;

/** The number of items out of `items` that every gated condition must reach at this attempt. */
export async function readGate(client: AssayReader, parameters: ReadGateParameters): Promise<ReadGateReturnType> {
  const { deployment, items, attempt } = parameters;
  return readContract(client, params.kMin(deployment, { items, attempt }));
}
