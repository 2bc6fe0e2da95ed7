import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { importRows, inspectTable } from "./importTable.ts";
import { readMapping } from "./mapping.ts";
import { parseTable } from "./parseTable.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("parseTable", () => {
  test("default: CSV with quotes, BOM and CRLF", () => {
    const table = parseTable(bytes('﻿text,label\r\n"a, ""b""\nc",x\r\nd,y\r\n'));
    assert.deepEqual(table, {
      format: "csv",
      columns: ["text", "label"],
      rows: [
        ['a, "b"\nc', "x"],
        ["d", "y"],
      ],
    });
  });

  test("default: semicolons, tabs and JSONL", () => {
    assert.deepEqual(parseTable(bytes("a;b\n1,5;2\n")).rows, [["1,5", "2"]]);
    assert.deepEqual(parseTable(bytes("a\tb\n1\t2\n")).columns, ["a", "b"]);
    assert.deepEqual(parseTable(bytes('{"t":"x","n":3}\n\n{"t":"y"}\n')).rows, [
      ["x", "3"],
      ["y", ""],
    ]);
  });

  const refusals: [string, Uint8Array, string, RegExp][] = [
    ["no bytes", bytes(""), "file_empty", /is empty/],
    ["only spaces", bytes(" \n \n"), "file_empty", /is empty/],
    ["only a header", bytes("text,label\n"), "file_empty", /header but no rows/],
    ["a binary file", Uint8Array.from([137, 80, 78, 71, 0, 1, 2]), "file_binary", /is binary/],
    ["bytes that are no UTF-8", Uint8Array.from([0x61, 0xff, 0xfe, 0x62]), "file_not_utf8", /not UTF-8/],
    [
      "10 MB in one cell",
      bytes(`text,label\n${"x".repeat(10 * 1024 * 1024)},a\n`),
      "file_too_large",
      /10\.0 MB; at most 8\.0 MB/,
    ],
    [
      "2 MB in one cell",
      bytes(`text,label\n${"x".repeat(2 * 1024 * 1024)},a\n`),
      "cell_too_large",
      /Line 2, column "text" holds 2\.0 MB/,
    ],
    [
      "a row with a cell too many",
      bytes("text,label\na,b\na,b,c\n"),
      "csv_invalid",
      /Line 3 has another number of cells/,
    ],
    ["an open quote", bytes('text,label\n"a,b\n'), "csv_invalid", /not valid CSV/],
    ["a header that repeats", bytes("text,text\na,b\n"), "header_twice", /names "text" twice/],
    ["a header with a gap", bytes("text,\na,b\n"), "header_blank", /Column 2/],
    ["JSONL with a broken line", bytes('{"a":1}\n{"a":\n'), "jsonl_invalid", /Line 2 is not JSON/],
    ["JSONL with a list", bytes('{"a":1}\n[1]\n'), "jsonl_invalid", /Line 2 is not a JSON object/],
  ];
  for (const [name, input, code, sentence] of refusals)
    test(`error: ${name}`, () => {
      assert.throws(() => parseTable(input), { code, field: "file", message: sentence });
    });
});

describe("mapping", () => {
  test("default: guessed by name, else by content", () => {
    assert.deepEqual(
      inspectTable(bytes("id,Message,Intent\n1,hello there,greet\n2,bye now,leave\n")).suggestedMapping,
      { text: "Message", label: "Intent" },
    );
    assert.deepEqual(inspectTable(bytes("c1,c2\nhello there you,x\nbye now then,x\n")).suggestedMapping, {
      text: "c1",
      label: "c2",
    });
  });

  test("error: a column that is missing is named with those there are", () => {
    const table = parseTable(bytes("text,label\na,b\n"));
    assert.throws(() => readMapping({ text: "text", label: "category" }, table), {
      code: "column_missing",
      field: "mapping.label",
      message: 'The file has no column "category" for label; it has "text", "label".',
    });
    assert.throws(() => readMapping({ text: "text" }, table), { code: "invalid_field", field: "mapping.label" });
    assert.throws(() => readMapping({ text: "text", label: "text" }, table), { code: "mapping_same" });
    assert.throws(() => inspectTable(bytes("text\na\n")), { code: "column_missing" });
  });
});

describe("findings", () => {
  test("default: duplicates, conflicts and gaps are counted; bad rows are left out", () => {
    const table = parseTable(bytes("text,label\nHi there,a\nHi there,a\nhi there!,a\nHi there,b\n,a\nx,\n"));
    const { rows, findings } = importRows(table, { text: "text", label: "label" });
    assert.equal(rows.length, 4);
    const counts = Object.fromEntries(findings.map((finding) => [finding.code, finding.count]));
    assert.deepEqual(counts, {
      empty_cells: 2,
      label_conflict: 1,
      exact_duplicates: 1,
      near_duplicates: 1,
      rare_labels: 2,
    });
  });

  test("error: no row with text and label", () => {
    const table = parseTable(bytes("text,label\n,a\nb,\n"));
    assert.throws(() => importRows(table, { text: "text", label: "label" }), { code: "no_rows" });
  });
});
