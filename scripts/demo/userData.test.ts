import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { SAMPLE } from "./data.ts";
import { userData } from "./userData.ts";

const dir = mkdtempSync(join(tmpdir(), "assay-data-"));
after(() => rmSync(dir, { recursive: true, force: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

test("default: a CSV with a byte order mark and other names for its columns", () => {
  const lines = Array.from({ length: SAMPLE.rowsPerLabel + 1 }, (_, i) => [
    `pay ${i},money`,
    `hi ${i},greeting`,
  ]).flat();
  const data = userData(file("rows.csv", `\ufeffmessage,intent\n${lines.join("\n")}\n`));
  assert.deepEqual([data.labels, data.rows], [2, 2 * SAMPLE.rowsPerLabel]);
  assert.match(data.question ?? "", /^(pay|hi) \d+$/, "a row that was not sampled is what the paid call asks");
});

test("default: JSONL, rows without a text or label left out", () => {
  const lines = ['{"text":"a","label":"x"}', '{"text":"b","label":"y"}', '{"text":"","label":"y"}', '{"text":"c"}', ""];
  const data = userData(file("rows.jsonl", lines.join("\n")));
  assert.deepEqual([data.rows, data.labels, data.question], [2, 2, undefined]);
});

test("error: each mistake is one sentence that says how to fix it", () => {
  const cases: [string, string | Buffer, RegExp][] = [
    ["empty.csv", "", /^Error: --data is empty/],
    ["binary.csv", Buffer.from([1, 0, 2]), /^Error: --data is a binary file/],
    ["columns.csv", "colour,shape\nred,round\n", /no text column.*\(colour, shape\).*"text"/],
    ["nolabel.csv", "text,shape\nred,round\n", /no label column/],
    ["header.csv", "text,label\n", /no text column|at least two/],
    ["one.csv", "text,label\na,x\nb,x\n", /at least two different values in its column "label"/],
    ["broken.jsonl", '{"text":"a","label":"x"}\n{oops\n', /line 2 is not JSON/],
  ];
  for (const [name, content, message] of cases) assert.throws(() => userData(file(name, content)), message, name);
});
