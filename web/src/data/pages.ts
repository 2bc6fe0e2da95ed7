import type { GraphDocument } from "@assay/sdk/graph";
import { useInfiniteQuery } from "@tanstack/react-query";
import { askGraph, dependencies, nameOf } from "./graph.ts";

/** Which rows of a list: the next ones before a key. */
interface Range {
  first: number;
  before: string;
}

interface PagesOptions<Data, Variables, Row> {
  document: GraphDocument<Data, Variables>;
  variables: (range: Range) => Variables;
  /** The list in the answer. */
  list: (answer: Data) => Row[];
  /** What the next page comes before: a key that no two rows share. */
  cursor: (row: Row) => string;
  /** Rows of one page. */
  size?: number;
}

/** Above every number an index counts with. */
const NEWEST = (2n ** 53n).toString();
const SIZE = 100;

/** A long list from the index, newest first, read page by page; shaped for the table's `more`. */
export function useGraphPages<Data, Variables, Row>(options: PagesOptions<Data, Variables, Row>) {
  const { document, variables, list, cursor, size = SIZE } = options;
  const query = useInfiniteQuery({
    queryKey: ["graph", nameOf(document), variables({ first: size, before: NEWEST }), "pages"],
    meta: { dependencies: dependencies(document) },
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam, signal }) =>
      list(await askGraph(document, variables({ first: size, before: pageParam }), signal)),
    getNextPageParam: (last) => {
      const end = last.at(-1);
      return last.length < size || end === undefined ? undefined : cursor(end);
    },
  });
  const rows = query.data?.pages.flat();
  const loadAll = async (): Promise<readonly Row[]> => {
    let found = await query.fetchNextPage({ throwOnError: true });
    while (found.hasNextPage) found = await found.fetchNextPage({ throwOnError: true });
    return found.data?.pages.flat() ?? [];
  };
  return {
    rows,
    error: rows === undefined ? query.error : null,
    retry: () => void query.refetch(),
    more: {
      hasMore: query.hasNextPage,
      isLoading: query.isFetchingNextPage,
      error: rows === undefined ? null : query.error,
      load: () => query.fetchNextPage(),
      loadAll,
    },
  };
}
