import { createGraphClient, TypedDocumentString } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import { type Dependencies, dependenciesOf, type EntityFields } from "./live/dependencies.ts";

/** Put in by the build from the index's schema. */
declare const __ENTITY_FIELDS__: EntityFields;

const graph = createGraphClient({ url: new URL("/graphql", window.location.origin).href });
const known = new Map<string, Dependencies>();

/** What a document reads, by which a live query knows when to read again. */
export function dependencies(document: string): Dependencies {
  const found = known.get(document) ?? dependenciesOf(document, __ENTITY_FIELDS__);
  known.set(document, found);
  return found;
}

/** Asks the index, through the portal. A document written here says by hand what its variables and result are. */
export const askGraph = <T>(document: string, variables: Record<string, unknown>, signal?: AbortSignal): Promise<T> =>
  graph.query<T, unknown>(new TypedDocumentString(document), ...([variables, { signal }] as unknown as []));

/** A live GraphQL query: read again when a block changes an entity that it shows. */
export function useGraph<T>(name: string, document: string, variables: Record<string, unknown> = {}, enabled = true) {
  return useQuery({
    queryKey: ["graph", name, variables],
    enabled,
    queryFn: ({ signal }) => askGraph<T>(document, variables, signal),
    meta: { dependencies: dependencies(document), id: variables.id },
  });
}

/** The newest block the index has read. */
export async function indexedBlock(): Promise<number> {
  const answer = await askGraph<{ _meta: { block: { number: number } } }>(
    "query Indexed { _meta { block { number } } }",
    {},
  );
  return answer._meta.block.number;
}
