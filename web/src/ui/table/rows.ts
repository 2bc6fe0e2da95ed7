import type { Column, Plain } from "./column.ts";

/** Which column rows are sorted by, and which way. */
export interface Order {
  column: string;
  direction: "ascending" | "descending";
}

const isMissing = (value: Plain): boolean => value === null || value === undefined || value === "";

function compare(a: Plain, b: Plain): number {
  if (typeof a === "string" || typeof b === "string")
    return String(a).localeCompare(String(b), "en", { numeric: true, sensitivity: "base" });
  const [x, y] = [a ?? 0, b ?? 0];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** Rows by a column's value; rows without one stand last either way, and equal ones stay as they were. */
export function sortRows<T>(rows: readonly T[], columns: readonly Column<T>[], order: Order | undefined): readonly T[] {
  const column = columns.find(({ key }) => key === order?.column);
  if (column === undefined || order === undefined) return rows;
  const sign = order.direction === "ascending" ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [x, y] = [column.value(a), column.value(b)];
    if (isMissing(x) || isMissing(y)) return Number(isMissing(x)) - Number(isMissing(y));
    return sign * compare(x, y);
  });
}

const textOf = <T>(row: T, column: Column<T>): string =>
  [column.value(row), column.csv?.(row), column.find?.(row)].filter((part) => !isMissing(part)).join(" ");

/** Rows that hold every word of `text` in some column, in any case and order. */
export function filterRows<T>(rows: readonly T[], columns: readonly Column<T>[], text: string): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const whole = columns
      .map((column) => textOf(row, column))
      .join(" ")
      .toLowerCase();
    return words.every((word) => whole.includes(word));
  });
}
