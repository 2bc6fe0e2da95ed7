import { useNameOf } from "../../data/config.ts";
import type { MadeNames } from "../../data/names.ts";
import type { Column } from "../../ui/index.ts";
import { AccountLink, DatanetLink, ModelLink } from "./Names.tsx";

type Rest<T> = Omit<Column<T>, "value" | "cell" | "csv" | "find">;

/** A column of accounts: sorted by name, found by name or address, the address in the CSV file. */
export function useAccountColumn() {
  const nameOf = useNameOf();
  return <T,>(of: (row: T) => string | null | undefined, rest: Rest<T>): Column<T> => ({
    ...rest,
    value: (row) => nameOf(of(row) ?? undefined) ?? of(row),
    csv: of,
    find: (row) => of(row) ?? "",
    cell: (row) => {
      const address = of(row);
      return address ? <AccountLink address={address} /> : "–";
    },
  });
}

/** A column of models, by the names a list has read. */
export const modelColumn = <T,>(
  of: (row: T) => string,
  nameOf: (id: string) => MadeNames,
  rest: Rest<T>,
): Column<T> => ({
  ...rest,
  value: (row) => nameOf(of(row)).name,
  csv: (row) => `${nameOf(of(row)).name} (model ${of(row)})`,
  find: (row) => `model ${of(row)}`,
  cell: (row) => <ModelLink id={of(row)} withId />,
});

/** A column of datanets, by the names a list has read; with a version where the row has one. */
export const datanetColumn = <T,>(
  of: (row: T) => { id: string; version?: number | undefined },
  nameOf: (id: string) => string,
  rest: Rest<T>,
): Column<T> => {
  const text = (row: T) =>
    `${nameOf(of(row).id)}${of(row).version === undefined ? "" : `, version ${of(row).version}`}`;
  return {
    ...rest,
    value: text,
    csv: (row) => `${text(row)} (datanet ${of(row).id})`,
    find: (row) => `datanet ${of(row).id}`,
    cell: (row) => <DatanetLink {...of(row)} withId />,
  };
};
