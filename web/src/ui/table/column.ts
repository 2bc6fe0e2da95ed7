import type { ReactNode } from "react";

/** What a cell stands for, before it is drawn. */
export type Plain = string | number | bigint | null | undefined;

/** One column of a list: how it is called, what it holds, how it is drawn. */
export interface Column<T> {
  key: string;
  label: string;
  /** The value rows are sorted by, the filter finds, and the CSV file holds. */
  value: (row: T) => Plain;
  /** How the value is drawn; as it is by default. */
  cell?: ((row: T) => ReactNode) | undefined;
  /** More words that find a row: the address behind a name. */
  find?: ((row: T) => string) | undefined;
  /** What the CSV file holds where it is not the value: an exact amount, an ISO time. */
  csv?: ((row: T) => Plain) | undefined;
  /** One sentence about the column, shown beside its heading. */
  help?: string | undefined;
  /** Not drawn; found by the filter, and in the CSV file. */
  isHidden?: boolean | undefined;
  /** Figures stand on the right. */
  num?: boolean | undefined;
  /** Of the columns not marked `wide` a phone shows the first two; the rest opens on demand. */
  wide?: boolean | undefined;
}

/** A cell as it is drawn. */
export const drawn = <T>(column: Column<T>, row: T): ReactNode =>
  column.cell ? column.cell(row) : String(column.value(row) ?? "–");
