import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { readTokens } from "./tokens.ts";

test("default: whole tokens and parts of one, as text or number", () => {
  assert.equal(readTokens("0.5", "price"), parseEther("0.5"));
  assert.equal(readTokens("0.000000000000000001", "price"), 1n);
  assert.equal(readTokens(1000, "budget"), parseEther("1000"));
  assert.equal(readTokens("0", "price"), 0n);
});

test("error: what is no amount names its field", () => {
  for (const value of ["", "-1", "1e3", ".5", "0.0000000000000000001", "1,5", -1, 1e30])
    assert.throws(() => readTokens(value, "roles.gateway.price.feeAmount"), {
      field: "roles.gateway.price.feeAmount",
      message: /^roles\.gateway\.price\.feeAmount must be/,
    });
});
