import { type ReactNode, useState } from "react";
import { Input, SearchField } from "react-aria-components";
import { Button } from "../Button.tsx";
import { SelectField } from "../Fields.tsx";
import { ErrorNote } from "../States.tsx";
import type { Column } from "./column.ts";
import { csvName, csvOf, saveText } from "./csv.ts";
import type { Rows } from "./useRows.ts";

interface ToolsProps<T> {
  label: string;
  columns: readonly Column<T>[];
  view: Rows<T>;
  /** Where there are no headings to press. */
  hasSort: boolean;
  choices: ReactNode;
}

/** Filter, order and export of a list. */
export function Tools<T>({ label, columns, view, hasSort, choices }: ToolsProps<T>) {
  const [error, setError] = useState<Error>();
  const save = async () => {
    setError(undefined);
    try {
      saveText(csvName(label), csvOf(columns, await view.everything()));
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  };
  return (
    <div className="table-tools">
      <SearchField className="table-filter" aria-label={`Filter ${label}`} value={view.text} onChange={view.search}>
        <Input placeholder="Filter" />
      </SearchField>
      {choices}
      {hasSort && <Sort columns={columns} view={view} />}
      <Button onPress={save} aria-label={`Save ${label} as CSV`}>
        CSV
      </Button>
      {error && <ErrorNote error={error} />}
    </div>
  );
}

const AS_LISTED = "as listed";

function Sort<T>({ columns, view }: { columns: readonly Column<T>[]; view: Rows<T> }) {
  const { order } = view;
  const isDown = order?.direction === "descending";
  return (
    <>
      <SelectField
        label="Sort by"
        isLabelHidden
        value={order?.column ?? AS_LISTED}
        onChange={(key) =>
          view.sort(key === AS_LISTED ? undefined : { column: key, direction: order?.direction ?? "ascending" })
        }
        options={[
          { id: AS_LISTED, label: "As listed" },
          ...columns
            .filter(({ isHidden }) => !isHidden)
            .map(({ key, label }) => ({ id: key, label: `By ${label.toLowerCase()}` })),
        ]}
      />
      {order && (
        <Button
          aria-label={isDown ? "Largest first; turn around" : "Smallest first; turn around"}
          onPress={() => view.sort({ ...order, direction: isDown ? "ascending" : "descending" })}
        >
          {isDown ? "↓" : "↑"}
        </Button>
      )}
    </>
  );
}
