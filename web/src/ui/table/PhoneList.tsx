import { type Column, drawn } from "./column.ts";

interface PhoneListProps<T> {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T, index: number) => string;
}

/** Columns a phone shows at once. */
const MATTER = 2;

/** A table on a narrow screen: the two columns that matter, the others of a row on demand. */
export function PhoneList<T>({ label, columns, rows, rowKey }: PhoneListProps<T>) {
  const main = columns.filter(({ wide }) => !wide).slice(0, MATTER);
  const rest = columns.filter((column) => !main.includes(column));
  const [title, value] = main;
  return (
    <ul className="phone-list" aria-label={label}>
      {rows.map((row, i) => (
        <li key={rowKey(row, i)}>
          <div className="phone-main">
            <div>{title && drawn(title, row)}</div>
            {value && (
              <div className={value.num ? "phone-value num" : "phone-value"}>
                <span className={value.num ? "small muted" : "visually-hidden"}>{value.label} </span>
                {drawn(value, row)}
              </div>
            )}
          </div>
          {rest.length > 0 && (
            <details>
              <summary className="small">
                More<span className="visually-hidden">: {rest.map(({ label: one }) => one).join(", ")}</span>
              </summary>
              <dl className="facts">
                {rest.map((column) => (
                  <div key={column.key}>
                    <dt>
                      {column.label}
                      {column.help && <span className="small muted block">{column.help}</span>}
                    </dt>
                    <dd>{drawn(column, row)}</dd>
                  </div>
                ))}
              </dl>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
