import assert from "node:assert/strict";
import { test } from "node:test";
import { hideUrls, hostOf } from "./hideUrls.ts";

const URLS = ["https://user:password1@node.example/v3/0123456789abcdef?token=fedcba987"];

test("default: of a URL only the host is left, in causes too", () => {
  const cause = new Error(`fetch of ${URLS[0]} failed`);
  const error = hideUrls(new Error("path /v3/0123456789abcdef?token=fedcba987 not found", { cause }), URLS);
  for (const text of [error.message, error.stack, cause.message, cause.stack])
    assert.doesNotMatch(String(text), /0123456789abcdef|fedcba987|password1/);
  assert.equal(cause.message, "fetch of node.example failed");
  assert.equal(error.message, "path (hidden) not found");
});

test("behavior: a key alone is hidden too", () => {
  const error = hideUrls(new Error("key 0123456789abcdef or fedcba987 or password1 is not valid"), URLS);
  assert.equal(error.message, "key (hidden) or (hidden) or (hidden) is not valid");
});

test("behavior: a short path stays, because it holds no key", () => {
  assert.equal(hideUrls(new Error("POST /rpc failed"), ["http://127.0.0.1:8545/rpc"]).message, "POST /rpc failed");
});

test("host: what is not a URL is not shown", () => {
  assert.equal(hostOf("node.example/key"), "an RPC whose URL is not valid");
});
