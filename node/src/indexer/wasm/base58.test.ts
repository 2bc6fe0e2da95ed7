import assert from "node:assert/strict";
import { test } from "node:test";
import { base58 } from "./base58.ts";

test("base58: known vectors", () => {
  assert.equal(base58(Buffer.from("Hello World!")), "2NEpo7TZRRrLZSi2U");
  assert.equal(base58(Buffer.from("0000287fb4cd", "hex")), "11233QC4");
  assert.equal(base58(new Uint8Array()), "");
});
