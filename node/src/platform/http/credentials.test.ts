import assert from "node:assert/strict";
import { test } from "node:test";
import { splitCredentials } from "./credentials.ts";

test("default: name and password leave the address and become a header", () => {
  const { url, headers } = splitCredentials("https://me:p%40ss@node.example/v1?a=1");
  assert.equal(url.href, "https://node.example/v1?a=1");
  assert.deepEqual(headers, { authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}` });
});

test("behavior: an address without them has no header", () => {
  const { url, headers } = splitCredentials("http://127.0.0.1:8545");
  assert.equal(url.href, "http://127.0.0.1:8545/");
  assert.deepEqual(headers, {});
});
