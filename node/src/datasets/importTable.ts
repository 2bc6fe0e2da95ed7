import type { Finding, Inspection, Mapping } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { defaultGroup } from "@assay/sdk/hashing";
import { findFindings, type MappedRow } from "./findings.ts";
import { suggestMapping } from "./mapping.ts";
import { parseTable, type Table } from "./parseTable.ts";

const PREVIEW_ROWS = 20;
const PREVIEW_CELL = 300;

/** Takes the mapped columns out of a table. Rows without text or label are dropped and counted. */
export function mapRows(table: Table, mapping: Mapping): { rows: MappedRow[]; dropped: number } {
  const at = (name: string | undefined) => (name === undefined ? -1 : table.columns.indexOf(name));
  const [text, label, group, contributor] = [
    at(mapping.text),
    at(mapping.label),
    at(mapping.group),
    at(mapping.contributor),
  ];
  const rows: MappedRow[] = [];
  for (const cells of table.rows) {
    const row = { text: (cells[text] ?? "").trim(), label: (cells[label] ?? "").trim() };
    if (row.text === "" || row.label === "") continue;
    const named = (cells[group] ?? "").trim();
    const owner = (cells[contributor] ?? "").trim();
    rows.push({
      ...row,
      group: named === "" ? defaultGroup(row.text) : named,
      ...(owner === "" ? {} : { contributor: owner }),
    });
  }
  return { rows, dropped: table.rows.length - rows.length };
}

/** Parses an upload and says what it looks like. */
export function inspectTable(bytes: Uint8Array): Inspection {
  const table = parseTable(bytes);
  if (table.columns.length < 2)
    throw new AssayError(
      `The file has one column ("${table.columns[0]}"); it needs one for the text and one for the label.`,
      { code: "column_missing", field: "file" },
    );
  const suggestedMapping = suggestMapping(table);
  const { rows, dropped } = mapRows(table, suggestedMapping);
  return {
    format: table.format,
    columns: table.columns,
    rowCount: table.rows.length,
    preview: table.rows.slice(0, PREVIEW_ROWS).map((row) => row.map((cell) => cell.slice(0, PREVIEW_CELL))),
    suggestedMapping,
    findings: findFindings(rows, dropped),
  };
}

/** Rows ready to be contributed; a blocking finding is thrown as AssayError with the finding's code. */
export function importRows(table: Table, mapping: Mapping): { rows: MappedRow[]; findings: Finding[] } {
  const { rows, dropped } = mapRows(table, mapping);
  const findings = findFindings(rows, dropped);
  const blocking = findings.find((finding) => finding.severity === "blocking" && finding.code === "no_rows");
  if (blocking !== undefined) throw new AssayError(blocking.fix, { code: blocking.code, field: "file" });
  return { rows, findings };
}
