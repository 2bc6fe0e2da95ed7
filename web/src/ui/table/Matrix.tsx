import type { ReactNode } from "react";

interface MatrixRow {
  key: string;
  label: ReactNode;
  cells: { key: string; content: ReactNode; isBad?: boolean }[];
}

/** Things side by side: one column each, what is compared as rows. On a phone one thing stands under the other. */
export function Matrix({
  label,
  corner,
  heads,
  rows,
}: {
  label: string;
  corner: string;
  heads: string[];
  rows: MatrixRow[];
}) {
  return (
    <div className="table-wrap">
      <table className="table matrix" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.label}</th>
              {row.cells.map((cell, i) => (
                <td key={cell.key} data-label={heads[i]} data-pass={cell.isBad ? false : undefined}>
                  {cell.content}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
