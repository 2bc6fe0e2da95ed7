/** What every stage of the loop shares. */
import { createGraphClient, type GraphDocument, type QueryArguments } from "@assay/sdk/graph";
import type { Hex } from "viem";
import type { Stack } from "../stack/up.ts";
import { patientFetch } from "./http.ts";
import type { Timeline } from "./timeline.ts";

export type DemoContext = { stack: Stack; timeline: Timeline };

/** Asks the index through the portal. @throws with the GraphQL error's message */
export function query<Data, Variables>(
  stack: Stack,
  document: GraphDocument<Data, Variables>,
  ...rest: QueryArguments<Variables>
): Promise<Data> {
  return createGraphClient({ url: `${stack.webUrl}/graphql`, fetch: patientFetch }).query(document, ...rest);
}

export const tx = (hash: Hex): string => `tx ${hash}`;
