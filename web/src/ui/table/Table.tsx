import type { ReactNode } from "react";
import {
  Table as AriaTable,
  Cell,
  Column as ColumnHeader,
  Row,
  type SortDescriptor,
  TableBody,
  TableHeader,
} from "react-aria-components";
import { ErrorNote, Skeleton } from "../States.tsx";
import { useIsPhone } from "../useIsPhone.ts";
import { type Column, drawn } from "./column.ts";
import { Help } from "./Help.tsx";
import { Pager } from "./Pager.tsx";
import { PhoneList } from "./PhoneList.tsx";
import { Tools } from "./Tools.tsx";
import { type More, type Rows, useRows } from "./useRows.ts";

interface TableProps<T> {
  /** Read out, and the name of the CSV file. */
  label: string;
  columns: readonly Column<T>[];
  /** Undefined while they are read. */
  rows: readonly T[] | undefined;
  rowKey: (row: T, index: number) => string;
  /** Shown where there is no row at all. */
  empty?: ReactNode;
  /** Why there are no rows to show. */
  error?: Error | null | undefined;
  retry?: (() => void) | undefined;
  /** Rows that are not here yet. */
  more?: More<T> | undefined;
  /** Choices that narrow the list where it is read, beside the filter. */
  choices?: ReactNode;
  /** Filter and CSV export are always there, however few rows there are. */
  isList?: boolean;
  /** Rows that deserve more room than a line: each is drawn as this, side by side. */
  card?: ((row: T) => ReactNode) | undefined;
}

const MARKS = { none: "", ascending: "↑", descending: "↓" } as const;

/** From so many rows on, a table inside a page gets filter and export too. */
const FEW = 6;

/** The one table: sorted by any column, filtered, in pages, saved as CSV; a list on a phone. */
export function Table<T>(props: TableProps<T>) {
  const { rows, error, retry, empty, choices } = props;
  if (rows === undefined) return error ? <ErrorNote error={error} retry={retry} /> : <Skeleton lines={5} />;
  if (rows.length === 0 && !choices) return <>{empty ?? <p className="muted">Nothing here yet.</p>}</>;
  return <Filled {...props} rows={rows} />;
}

function Filled<T>(props: TableProps<T> & { rows: readonly T[] }) {
  const { label, columns, rows, more, choices, empty, card, isList = false } = props;
  const view = useRows(columns, rows, more);
  const shown = columns.filter(({ isHidden }) => !isHidden);
  const isPhone = useIsPhone();
  const hasTools = isList || rows.length >= FEW || Boolean(more?.hasMore) || choices !== undefined;
  return (
    <div className="table-frame">
      {hasTools && (
        <Tools label={label} columns={columns} view={view} hasSort={isPhone || card !== undefined} choices={choices} />
      )}
      {rows.length === 0 ? (
        (empty ?? <p className="muted">Nothing here yet.</p>)
      ) : view.found.length === 0 ? (
        <p className="muted" role="status">
          No row holds "{view.text.trim()}".
        </p>
      ) : card ? (
        <ul className="cards" aria-label={label}>
          {view.visible.map((row, i) => (
            <li key={props.rowKey(row, i)}>{card(row)}</li>
          ))}
        </ul>
      ) : isPhone ? (
        <PhoneList label={label} columns={shown} rows={view.visible} rowKey={props.rowKey} />
      ) : (
        <Grid {...props} columns={shown} view={view} />
      )}
      <Pager view={view} more={more} isList={hasTools} rows={rows.length} />
    </div>
  );
}

function Grid<T>({ label, columns, rowKey, view }: TableProps<T> & { view: Rows<T> }) {
  const sort = ({ column, direction }: SortDescriptor) => view.sort({ column: String(column), direction });
  return (
    <div className="table-wrap">
      <AriaTable
        className="table"
        aria-label={label}
        onSortChange={sort}
        {...(view.order ? { sortDescriptor: view.order } : {})}
      >
        <TableHeader>
          {columns.map((column, i) => (
            <ColumnHeader
              key={column.key}
              id={column.key}
              allowsSorting
              focusMode="cell"
              isRowHeader={i === 0}
              textValue={column.label}
              className={classOf(column)}
            >
              {({ sortDirection }) => (
                <span className="heading" data-sorted={sortDirection !== undefined}>
                  {column.label}
                  <span className="sort-mark" aria-hidden="true">
                    {MARKS[sortDirection ?? "none"]}
                  </span>
                  {column.help && <Help about={column.label}>{column.help}</Help>}
                </span>
              )}
            </ColumnHeader>
          ))}
        </TableHeader>
        <TableBody>
          {view.visible.map((row, i) => (
            <Row key={rowKey(row, i)} id={rowKey(row, i)}>
              {columns.map((column) => (
                <Cell key={column.key} className={classOf(column)} textValue={String(column.value(row) ?? "")}>
                  {drawn(column, row)}
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </AriaTable>
    </div>
  );
}

const classOf = <T,>(column: Column<T>): string => (column.num ? "num" : "");
