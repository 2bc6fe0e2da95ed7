import type { GraphDocument } from "@assay/sdk/graph";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { askGraph, dependencies, nameOf } from "./graph.ts";

/** Which rows of a list: the next ones before a key. */
interface Range<Key> {
  first: number;
  before: Key;
}

interface PagesOptions<Data, Variables, Row, Key> {
  document: GraphDocument<Data, Variables>;
  variables: (range: Range<Key>) => Variables;
  /** The list in the answer. */
  list: (answer: Data) => Row[];
  /** What the next page comes before: a key that no two rows share. */
  cursor: (row: Row) => Key;
  /** A key that comes before every row. */
  start: Key;
  /** Rows of one page. */
  size?: number;
  /** How many rows there are in all, where the index counts them. */
  total?: number | undefined;
}

/** Above every number an index counts with. */
export const NEWEST = (2n ** 53n).toString();
const SIZE = 100;
/** As many as an index gives at once. */
const MOST = 1000;

/** A long list from the index, newest first, read page by page; shaped for the table's `more`. */
export function useGraphPages<Data, Variables, Row, Key>(options: PagesOptions<Data, Variables, Row, Key>) {
  const { document, variables, list, cursor, start, size = SIZE, total } = options;
  const query = useInfiniteQuery({
    queryKey: ["graph", nameOf(document), variables({ first: size, before: start }), "pages"],
    meta: { dependencies: dependencies(document) },
    initialPageParam: start,
    queryFn: async ({ pageParam, signal }) =>
      list(await askGraph(document, variables({ first: size, before: pageParam as Key }), signal)),
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
      total,
    },
  };
}

/** A whole list, for what must know every row: a choice among all, a sum over all. */
export function useGraphAll<Data, Variables, Row, Key>(options: PagesOptions<Data, Variables, Row, Key>) {
  const { document, variables, list, cursor, start } = options;
  return useQuery({
    queryKey: ["graph", nameOf(document), variables({ first: MOST, before: start }), "all"],
    meta: { dependencies: dependencies(document) },
    queryFn: async ({ signal }) => {
      const rows: Row[] = [];
      for (let before: Key | undefined = start; before !== undefined; ) {
        const page = list(await askGraph(document, variables({ first: MOST, before }), signal));
        rows.push(...page);
        const end = page.at(-1);
        before = page.length < MOST || end === undefined ? undefined : cursor(end);
      }
      return rows;
    },
  });
}
