import assert from "node:assert/strict";
import { test } from "node:test";
import { destinationOf } from "./destination.ts";

test("whatever has a page is found by its form", () => {
  const address = `0x${"aB".repeat(20)}`;
  const hash = `0x${"0c".repeat(32)}`;
  assert.equal(destinationOf(address), `/address/${address.toLowerCase()}`);
  assert.equal(destinationOf(` ${hash} `), `/tx/${hash}`);
  assert.equal(destinationOf("bafkreicevxiobfuonigoqyc6bvvfa6qzpnmslcwzo4f4pji3bdifues74y")?.slice(0, 9), "/cid/bafk");
  assert.equal(destinationOf("Model 3"), "/models/3");
  assert.equal(destinationOf("round#2"), "/rounds/2");
  assert.equal(destinationOf("hello"), undefined);
  assert.equal(destinationOf("0x12"), undefined);
});
