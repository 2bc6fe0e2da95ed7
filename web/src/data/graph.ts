import { createGraphClient } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";

/** The index, through the portal. */
export const graph = createGraphClient({ url: new URL("/graphql", window.location.origin).href });

/** A live GraphQL query: read again with every block the index reports. */
export function useGraph<T>(name: string, document: string, variables: Record<string, unknown> = {}, enabled = true) {
  return useQuery({
    queryKey: ["graph", name, variables],
    enabled,
    queryFn: () => graph.query<T>(document, variables),
  });
}

/** The newest block the index has read. */
export async function indexedBlock(): Promise<number> {
  const answer = await graph.query<{ _meta: { block: { number: number } } }>(
    "query Indexed { _meta { block { number } } }",
    {},
  );
  return answer._meta.block.number;
}
