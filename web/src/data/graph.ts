import { createGraphClient, type GraphDocument, IndexHeadDocument, type QueryArguments } from "@assay/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import { type Dependencies, dependenciesOf, type EntityFields } from "./live/dependencies.ts";

/** Put in by the build from the index's schema. */
declare const __ENTITY_FIELDS__: EntityFields;

const graph = createGraphClient({ url: new URL("/graphql", window.location.origin).href });
const known = new Map<string, Dependencies>();

/** What a document reads, by which a live query knows when to read again. */
export function dependencies(document: GraphDocument<unknown, never>): Dependencies {
  const text = document.toString();
  const found = known.get(text) ?? dependenciesOf(text, __ENTITY_FIELDS__);
  known.set(text, found);
  return found;
}

/** The name of a document's operation, which keys its answers. */
export const nameOf = (document: GraphDocument<unknown, never>): string | undefined =>
  /\bquery (\w+)/.exec(document.toString())?.[1];

/** Asks the index, through the portal. */
export function askGraph<Data, Variables>(
  document: GraphDocument<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  const rest: QueryArguments<Variables> = [variables, signal === undefined ? {} : { signal }];
  return graph.query(document, ...rest);
}

/** A live GraphQL query: read again when a block changes an entity that it shows. */
export function useGraph<Data, Variables extends object>(
  document: GraphDocument<Data, Variables>,
  variables: Variables,
  { enabled = true }: { enabled?: boolean } = {},
) {
  return useQuery({
    queryKey: ["graph", nameOf(document), variables],
    enabled,
    queryFn: ({ signal }) => askGraph(document, variables, signal),
    meta: { dependencies: dependencies(document), id: "id" in variables ? variables.id : undefined },
  });
}

/** The newest block the index has read. */
export async function indexedBlock(): Promise<number | undefined> {
  return (await askGraph(IndexHeadDocument, {}))._meta?.block.number;
}
