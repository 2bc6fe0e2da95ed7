/** The rows of the demo: the project's generated example, or a sample of the user's file. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { parse } from "csv-parse/sync";
import { root } from "../setup/build.ts";

const run = promisify(execFile);

/** How many rows and labels the demo takes of a user's file, so that it fits its time budget on two cores. */
export const SAMPLE = { labels: 10, rowsPerLabel: 44 };

export type Contribution = { contributor: string; csv: string; rows: number };
export type DemoData = {
  name: string;
  description: string;
  contributions: Contribution[];
  labels: number;
  rows: number;
  /** What the paid call asks, where the file has a row that was not sampled. */
  question?: string;
};

export type DemoRow = { text: string; label: string; contributor: string; group: string };

function toCsv(rows: DemoRow[]): string {
  const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  return ["text,label,group", ...rows.map((row) => [row.text, row.label, row.group].map(cell).join(","))].join("\n");
}

export function byContributor(rows: DemoRow[], name: string, description: string): DemoData {
  const owners = Map.groupBy(rows, (row) => row.contributor);
  const contributions = [...owners].map(([contributor, own]) => ({ contributor, csv: toCsv(own), rows: own.length }));
  return { name, description, contributions, labels: new Set(rows.map((row) => row.label)).size, rows: rows.length };
}

/** Seeded order by content, so that the sample depends on the rows and not on where they stand. */
const orderKey = (text: string): string => createHash("sha256").update(`assay-demo:${text}`).digest("hex");

/** At most {@link SAMPLE} labels and rows a label, chosen by hash among the labels with enough rows. */
export function sampleRows<T extends { text: string; label: string }>(rows: T[]): T[] {
  const labels = [...Map.groupBy(rows, (row) => row.label)];
  const rich = labels.filter(([, own]) => own.length >= SAMPLE.rowsPerLabel);
  const pool = rich.length >= 2 ? rich : labels;
  const chosen = pool.toSorted(([a], [b]) => orderKey(a).localeCompare(orderKey(b))).slice(0, SAMPLE.labels);
  return chosen.flatMap(([, own]) =>
    own.toSorted((a, b) => orderKey(a.text).localeCompare(orderKey(b.text))).slice(0, SAMPLE.rowsPerLabel),
  );
}

/** The generated example data of the worker, by contributor. */
export async function exampleData(python: string, home: string): Promise<DemoData> {
  mkdirSync(join(home, "state"), { recursive: true });
  const file = join(home, "state", "example.csv");
  const env = { ...process.env, PYTHONPATH: join(root, "node", "worker") };
  await run(python, ["-m", "assay_worker", "demo-data", "--seed", "7", "--out", file], { env });
  const rows: DemoRow[] = parse(readFileSync(file, "utf8"), { columns: true, skip_empty_lines: true });
  return byContributor(
    rows,
    "Support desk intents",
    "Generated customer messages of a made-up shop, eight intents, four contributors.",
  );
}
