import { useInfiniteQuery } from "@tanstack/react-query";
import { askGraph, dependencies } from "./graph.ts";

interface PagesOptions<Row> {
  /** First part of the query's key. */
  name: string;
  /** A document that takes `$first`, and `$before` by which it reads on. */
  document: string;
  /** The list in the answer. */
  list: string;
  /** What the next page comes before: a key that no two rows share. */
  cursor: (row: Row) => string;
  variables?: Record<string, unknown>;
  /** Rows of one page. */
  size?: number;
}

/** Above every number an index counts with. */
const NEWEST = (2n ** 53n).toString();
const SIZE = 100;

/** A long list from the index, newest first, read page by page; shaped for the table's `more`. */
export function useGraphPages<Row>(options: PagesOptions<Row>) {
  const { name, document, list, cursor, variables = {}, size = SIZE } = options;
  const query = useInfiniteQuery({
    queryKey: ["graph", name, variables, "pages"],
    meta: { dependencies: dependencies(document) },
    initialPageParam: NEWEST,
    queryFn: async ({ pageParam }) => {
      const answer = await askGraph<Record<string, Row[]>>(document, {
        ...variables,
        first: size,
        before: pageParam,
      });
      return answer[list] ?? [];
    },
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
