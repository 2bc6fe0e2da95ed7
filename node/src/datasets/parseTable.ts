import { AssayError } from "@assay/sdk/errors";
import { CsvError, parse } from "csv-parse/sync";
import { CELL_LIMIT_BYTES, COLUMN_LIMIT, FILE_LIMIT_BYTES, ROW_LIMIT } from "./limits.ts";

/** A parsed upload: every cell is text, every row has one cell per column. */
export interface Table {
  format: "csv" | "jsonl";
  columns: string[];
  rows: string[][];
}

const megabytes = (bytes: number): string => (bytes / (1024 * 1024)).toFixed(1);

function bad(code: string, message: string): AssayError {
  return new AssayError(message, { code, field: "file" });
}

/** The upload as text; refuses what is empty, too large, binary or not UTF-8. */
function decode(bytes: Uint8Array): string {
  if (bytes.length > FILE_LIMIT_BYTES)
    throw bad(
      "file_too_large",
      `The file has ${megabytes(bytes.length)} MB; at most ${megabytes(FILE_LIMIT_BYTES)} MB are accepted, so split it.`,
    );
  if (bytes.includes(0)) throw bad("file_binary", "The file is binary, not text; export it as CSV or JSONL first.");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.trim() === "") throw bad("file_empty", "The file is empty; it needs a header line and one line per row.");
    return text;
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw new AssayError("The file is not UTF-8 text; save it as CSV (UTF-8) or JSONL.", {
      code: "file_not_utf8",
      field: "file",
      cause,
    });
  }
}

function checkCell(value: string, column: string, line: number): string {
  const size = value.length > CELL_LIMIT_BYTES / 4 ? Buffer.byteLength(value) : value.length;
  if (size > CELL_LIMIT_BYTES)
    throw bad(
      "cell_too_large",
      `Line ${line}, column "${column}" holds ${megabytes(size)} MB; a cell may hold ${CELL_LIMIT_BYTES / 1024} KB, so shorten it.`,
    );
  return value;
}

function checkShape(columns: string[], rowCount: number): void {
  if (columns.length > COLUMN_LIMIT)
    throw bad("too_many_columns", `The file has ${columns.length} columns; keep at most ${COLUMN_LIMIT}.`);
  if (rowCount === 0) throw bad("file_empty", "The file has a header but no rows; add one line per row.");
  if (rowCount > ROW_LIMIT) throw bad("too_many_rows", `The file has ${rowCount} rows; split it at ${ROW_LIMIT}.`);
}

function checkHeader(columns: string[]): void {
  const blank = columns.indexOf("");
  if (blank >= 0) throw bad("header_blank", `Column ${blank + 1} of the header line has no name; name every column.`);
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  if (twice !== undefined)
    throw bad("header_twice", `The header names "${twice}" twice; give every column its own name.`);
}

/** The separator the header line uses most. */
function guessDelimiter(text: string): string {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: header.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function parseCsv(text: string): Table {
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      bom: true,
      delimiter: guessDelimiter(text),
      skip_empty_lines: true,
      info: true,
      to: ROW_LIMIT + 2,
    }) as unknown as typeof records;
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new AssayError(`${csvSentence(cause)}`, { code: "csv_invalid", field: "file", cause });
  }
  const columns = (records[0]?.record ?? []).map((name) => name.trim());
  checkHeader(columns);
  checkShape(columns, records.length - 1);
  const rows = records
    .slice(1)
    .map(({ record, info }) => record.map((cell, i) => checkCell(cell, columns[i] ?? "", info.lines)));
  return { format: "csv", columns, rows };
}

function csvSentence(error: CsvError): string {
  const line = typeof error.lines === "number" ? `Line ${error.lines}` : "A line";
  if (error.code === "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH" || error.code === "CSV_RECORD_INCONSISTENT_COLUMNS")
    return `${line} has another number of cells than the header; quote cells that contain the separator.`;
  return `${line} is not valid CSV: quotes must enclose the whole cell and be doubled inside it.`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parseJsonl(text: string): Table {
  const records: { line: number; value: Record<string, unknown> }[] = [];
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      throw new AssayError(`Line ${i + 1} is not JSON; JSONL has one object a line.`, {
        code: "jsonl_invalid",
        field: "file",
        cause,
      });
    }
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw bad("jsonl_invalid", `Line ${i + 1} is not a JSON object; JSONL has one object a line.`);
    records.push({ line: i + 1, value: value as Record<string, unknown> });
  }
  const columns = [...new Set(records.slice(0, 1000).flatMap(({ value }) => Object.keys(value)))];
  checkShape(columns, records.length);
  const rows = records.map(({ line, value }) =>
    columns.map((column) => checkCell(cellText(value[column]), column, line)),
  );
  return { format: "jsonl", columns, rows };
}

/** Parses CSV (comma, semicolon or tab) or JSONL. Every refusal is one sentence in an AssayError with field "file". */
export function parseTable(bytes: Uint8Array): Table {
  const text = decode(bytes);
  return /^﻿?\s*\{/.test(text) ? parseJsonl(text.replace(/^﻿/, "")) : parseCsv(text);
}
