import { useMemo, useState } from "react";
import type { Column } from "./column.ts";
import { PAGE_ROWS } from "./pageRows.ts";
import { filterRows, type Order, sortRows } from "./rows.ts";

/** Rows of a list that are not here yet. */
export interface More<T> {
  hasMore: boolean;
  isLoading: boolean;
  error: Error | null;
  /** Reads the next part. */
  load: () => Promise<unknown>;
  /** Reads the rest; resolves with all rows. */
  loadAll: () => Promise<readonly T[]>;
  /** How many there are in all, where that is known. */
  total?: number | undefined;
}

/** What of a list is shown: filtered, sorted, one page of it. */
export function useRows<T>(columns: readonly Column<T>[], rows: readonly T[], more: More<T> | undefined) {
  const [text, setText] = useState("");
  const [order, setOrder] = useState<Order>();
  const [page, setPage] = useState(0);
  const found = useMemo(() => sortRows(filterRows(rows, columns, text), columns, order), [rows, columns, text, order]);
  const last = Math.max(0, Math.ceil(found.length / PAGE_ROWS) - 1);
  const shown = Math.min(page, last);
  const isAtEnd = shown >= last;
  const next = async () => {
    if (isAtEnd && more?.hasMore) await more.load();
    setPage(shown + 1);
  };
  return {
    text,
    order,
    found,
    first: shown * PAGE_ROWS,
    visible: found.slice(shown * PAGE_ROWS, (shown + 1) * PAGE_ROWS),
    hasPrevious: shown > 0,
    hasNext: !isAtEnd || Boolean(more?.hasMore),
    /** The order and the filter know only what is here. */
    isPartial: Boolean(more?.hasMore) && (text.trim() !== "" || order !== undefined),
    previous: () => setPage(shown - 1),
    next,
    search: (value: string) => {
      setText(value);
      setPage(0);
    },
    sort: (value: Order | undefined) => {
      setOrder(value);
      setPage(0);
    },
    /** All rows that the filter finds, in order; reads what is not here yet. */
    everything: async () => {
      const all = more?.hasMore ? await more.loadAll() : rows;
      return sortRows(filterRows(all, columns, text), columns, order);
    },
  };
}

export type Rows<T> = ReturnType<typeof useRows<T>>;
