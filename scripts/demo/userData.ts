/** A user's CSV or JSONL, read by the curator role's own inspection so that the terminal and the page judge alike. */
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { parse } from "csv-parse/sync";
import { byContributor, type DemoData, type DemoRow, sampleRows } from "./data.ts";

const MAX_BYTES = 64 * 1024 * 1024;
const TEXT_COLUMNS = ["text", "message", "question", "input", "prompt"];
const LABEL_COLUMNS = ["label", "category", "intent", "class", "answer", "output"];

function pickColumn(columns: string[], wanted: string[], what: string): string {
  const found = wanted.find((name) => columns.includes(name));
  if (found) return found;
  throw new Error(`--data has no ${what} column: name one of its columns (${columns.join(", ")}) "${wanted[0]}".`);
}

function readRecords(path: string): Record<string, string>[] {
  if (statSync(path).size > MAX_BYTES)
    throw new Error(`--data is larger than ${MAX_BYTES / 2 ** 20} MiB: give a smaller file.`);
  const bytes = readFileSync(path);
  if (bytes.includes(0)) throw new Error(`--data is a binary file: give a CSV or JSONL text file.`);
  const text = bytes.toString("utf8");
  if (text.trim() === "") throw new Error("--data is empty: give a CSV or JSONL file with a text and a label column.");
  if (path.endsWith(".jsonl") || path.endsWith(".ndjson")) {
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line, index) => {
        try {
          return JSON.parse(line) as Record<string, string>;
        } catch (cause) {
          throw new Error(`--data line ${index + 1} is not JSON: fix it or remove it.`, { cause });
        }
      });
  }
  return parse(text, { columns: true, skip_empty_lines: true, bom: true, relax_column_count: true });
}

/** @throws one sentence naming the column or line and the fix */
export function userData(path: string): DemoData {
  const records = readRecords(path);
  const columns = Object.keys(records[0] ?? {});
  const text = pickColumn(columns, TEXT_COLUMNS, "text");
  const label = pickColumn(columns, LABEL_COLUMNS, "label");
  const rows: DemoRow[] = records
    .map((record) => ({
      text: String(record[text] ?? "").trim(),
      label: String(record[label] ?? "").trim(),
      contributor: record.contributor ?? "ada",
      group: record.group ?? "",
    }))
    .filter((row) => row.text !== "" && row.label !== "");
  const sample = sampleRows(rows);
  if (new Set(sample.map((row) => row.label)).size < 2) {
    throw new Error(`--data needs at least two different values in its column "${label}".`);
  }
  const used = new Set(sample.map((row) => row.text));
  const labels = new Set(sample.map((row) => row.label));
  const unseen = rows.find((row) => labels.has(row.label) && !used.has(row.text));
  const data = byContributor(
    sample,
    basename(path),
    `${sample.length} rows sampled of ${rows.length} in ${basename(path)}.`,
  );
  return unseen === undefined ? data : { ...data, question: unseen.text };
}
