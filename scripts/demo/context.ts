/** What every stage of the loop shares. */
import type { Hex } from "viem";
import type { Stack } from "../stack/up.ts";
import { servicesOf } from "./http.ts";
import type { Timeline } from "./timeline.ts";

export type DemoContext = { stack: Stack; timeline: Timeline };

/** Asks the indexer. @throws with the GraphQL error's message */
export async function query<T>(stack: Stack, document: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await servicesOf(stack).index.graphql({ body: { query: document, variables } });
  if (answer.errors?.[0] || !answer.data) throw new Error(`GraphQL: ${answer.errors?.[0]?.message ?? "no data"}`);
  return answer.data as T;
}

export const tx = (hash: Hex): string => `tx ${hash}`;
