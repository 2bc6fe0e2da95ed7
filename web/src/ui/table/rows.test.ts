import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column } from "./column.ts";
import { csvName, csvOf } from "./csv.ts";
import { filterRows, sortRows } from "./rows.ts";

interface Row {
  name: string | null;
  wei: bigint | null;
  at: number;
}

const COLUMNS: Column<Row>[] = [
  { key: "name", label: "Name", value: (row) => row.name, find: (row) => `place-${row.at}` },
  { key: "wei", label: "Amount", value: (row) => row.wei, csv: (row) => (row.wei === null ? null : `${row.wei}.0`) },
  { key: "at", label: "At", value: (row) => row.at },
];
const ROWS: Row[] = [
  { name: "run 10", wei: 5n, at: 3 },
  { name: "Run 9", wei: 2n ** 70n, at: 1 },
  { name: null, wei: null, at: 2 },
];
const names = (rows: readonly Row[]) => rows.map(({ at }) => at);

test("sort: numbers in texts count as numbers, case does not; nothing stands last either way", () => {
  assert.deepEqual(names(sortRows(ROWS, COLUMNS, { column: "name", direction: "ascending" })), [1, 3, 2]);
  assert.deepEqual(names(sortRows(ROWS, COLUMNS, { column: "name", direction: "descending" })), [3, 1, 2]);
});

test("sort: amounts beyond 2^53 keep their order", () => {
  assert.deepEqual(names(sortRows(ROWS, COLUMNS, { column: "wei", direction: "descending" })), [1, 3, 2]);
});

test("sort: without an order, or by an unknown column, rows stay as they are", () => {
  assert.deepEqual(sortRows(ROWS, COLUMNS, undefined), ROWS);
  assert.deepEqual(sortRows(ROWS, COLUMNS, { column: "none", direction: "ascending" }), ROWS);
});

test("filter: every word must be in some column, in any case", () => {
  assert.deepEqual(names(filterRows(ROWS, COLUMNS, "RUN")), [3, 1]);
  assert.deepEqual(names(filterRows(ROWS, COLUMNS, "run 5.0")), [3]);
  assert.deepEqual(names(filterRows(ROWS, COLUMNS, "PLACE-2")), [2]);
  assert.deepEqual(filterRows(ROWS, COLUMNS, "  "), ROWS);
  assert.deepEqual(filterRows(ROWS, COLUMNS, "zebra"), []);
});

test("csv: headings, then rows, by RFC 4180", () => {
  assert.equal(csvOf(COLUMNS, ROWS.slice(1)), `Name,Amount,At\r\nRun 9,${2n ** 70n}.0,1\r\n,,2\r\n`);
});

test("csv: commas, quotes and line breaks are quoted", () => {
  const columns: Column<string>[] = [{ key: "t", label: 'A "b", c', value: (row) => row }];
  assert.equal(csvOf(columns, ['say "hi"', "a,b", "x\ny"]), '"A ""b"", c"\r\n"say ""hi"""\r\n"a,b"\r\n"x\ny"\r\n');
});

test("csv: a stranger's text does not run as a formula; a number stays a number", () => {
  const columns: Column<string | number>[] = [{ key: "t", label: "T", value: (row) => row }];
  assert.equal(csvOf(columns, ["=1+1", "@x", -5]), "T\r\n'=1+1\r\n'@x\r\n-5\r\n");
});

test("csv: the file is named after the list", () => {
  assert.equal(csvName("Custodians' bonds"), "assay-custodians-bonds.csv");
});
