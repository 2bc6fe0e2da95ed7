import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { firstPageBytes } from "./firstPage.ts";

const chunk = (code: string, imports: string[] = [], isEntry = false) => ({
  type: "chunk" as const,
  isEntry,
  code,
  imports,
});
const gzipped = (...codes: string[]) => codes.reduce((sum, code) => sum + gzipSync(code).length, 0);

test("the entry counts with all it imports, each once; later pages and styles do not", () => {
  const bundle = {
    "index.js": chunk("entry", ["a.js", "b.js"], true),
    "a.js": chunk("first", ["shared.js"]),
    "b.js": chunk("second", ["shared.js", "index.js"]),
    "shared.js": chunk("shared"),
    "page.js": chunk("a page that comes later", ["shared.js"]),
    "index.css": { type: "asset" as const },
  };
  assert.equal(firstPageBytes(bundle), gzipped("entry", "first", "second", "shared"));
});
