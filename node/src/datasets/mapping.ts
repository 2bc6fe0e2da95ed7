import type { Mapping } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { readObject, readString } from "../platform/json.ts";
import type { Table } from "./parseTable.ts";

const NAMES: Record<keyof Mapping, string[]> = {
  text: ["text", "message", "sentence", "utterance", "query", "question", "input", "prompt", "content"],
  label: ["label", "category", "intent", "class", "target", "answer", "output", "tag"],
  contributor: ["contributor", "author", "owner", "source_address"],
  group: ["group", "skeleton", "cluster", "template", "group_id"],
};

/** A guess from the column names, and for text and label from the cells where names say nothing. */
export function suggestMapping(table: Table): Mapping {
  const byName = (part: keyof Mapping) =>
    NAMES[part]
      .map((name) => table.columns.find((column) => column.toLowerCase() === name))
      .find((c) => c !== undefined);
  const lengths = table.columns.map((column, i) => ({
    column,
    mean: mean(table.rows.slice(0, 500).map((row) => (row[i] ?? "").length)),
    distinct: new Set(table.rows.slice(0, 500).map((row) => row[i] ?? "")).size,
  }));
  const text = byName("text") ?? lengths.reduce((best, next) => (next.mean > best.mean ? next : best)).column;
  const others = lengths.filter(({ column }) => column !== text);
  const label =
    byName("label") ??
    others.reduce(
      (best, next) => (next.distinct < best.distinct ? next : best),
      others[0] ?? { column: text, distinct: 0 },
    ).column;
  const contributor = byName("contributor");
  const group = byName("group");
  return {
    text,
    label,
    ...(contributor === undefined ? {} : { contributor }),
    ...(group === undefined ? {} : { group }),
  };
}

function mean(values: number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Checks a mapping from a request against the table: AssayError column_missing names the column and what there is. */
export function readMapping(value: unknown, table: Table): Mapping {
  const source = readObject(value, "mapping");
  const column = (part: keyof Mapping): string => {
    const name = readString(source[part], `mapping.${part}`, 500);
    if (!table.columns.includes(name))
      throw new AssayError(
        `The file has no column "${name}" for ${part}; it has ${table.columns.map((c) => `"${c}"`).join(", ")}.`,
        { code: "column_missing", field: `mapping.${part}` },
      );
    return name;
  };
  const text = column("text");
  const label = column("label");
  if (text === label)
    throw new AssayError(`Text and label are both the column "${text}"; pick two columns.`, {
      code: "mapping_same",
      field: "mapping.label",
    });
  const optional = (part: "contributor" | "group") =>
    source[part] == null || source[part] === "" ? {} : { [part]: column(part) };
  return { text, label, ...optional("contributor"), ...optional("group") };
}
