import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { readPrice } from "./price.ts";

test("default: half a token for serving, half for the fee", () => {
  assert.deepEqual(readPrice(undefined), { servingAmount: parseEther("0.5"), feeAmount: parseEther("0.5") });
});

test("args: either part, in tokens as text", () => {
  assert.deepEqual(readPrice({ servingAmount: "0.25" }), {
    servingAmount: parseEther("0.25"),
    feeAmount: parseEther("0.5"),
  });
  assert.equal(readPrice({ feeAmount: "2" }).feeAmount, parseEther("2"));
});

test("error: an amount that is none names its field", () => {
  assert.throws(() => readPrice({ feeAmount: "-1" }), {
    code: "config_invalid",
    field: "roles.gateway.price.feeAmount",
  });
  assert.throws(() => readPrice("1"), { field: "roles.gateway.price" });
});
