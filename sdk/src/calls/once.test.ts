/** A contract call's name stands once, here: product code takes its calls from this folder. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { encodeFunctionData, toFunctionSelector } from "viem";
import { CONTRACT_NAMES, type Deployment } from "../deployment.ts";
import * as calls from "./index.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PRODUCT = [
  "node/src/**/*.ts",
  "web/src/**/*.{ts,tsx}",
  "scripts/**/*.ts",
  "research/**/*.ts",
  "sdk/src/actions/**/*.ts",
];

test("default: nothing outside names a contract's function", () => {
  const files = globSync(PRODUCT, { cwd: ROOT }).filter((path) => !path.endsWith(".test.ts"));
  assert.ok(files.length > 0);
  const naming = files.filter((path) => /\bfunctionName: ["'`]/.test(readFileSync(join(ROOT, path), "utf8")));
  assert.deepEqual(naming, [], "put the call into sdk/src/calls and take it from @assay/sdk/calls");
});

test("default: a call is the contract's address, its function and its arguments", () => {
  const addresses = Object.fromEntries(CONTRACT_NAMES.map((name, i) => [name, `0x${`${i + 10}`.padStart(40, "0")}`]));
  const deployment = { chainId: 31_337, startBlock: 0n, addresses } as unknown as Deployment;
  const call = calls.admission.signalBadKey(deployment, { roundId: 7n, seat: 2 });
  assert.equal(call.address, addresses.admission);
  assert.deepEqual(call.args, [7n, 2]);
  assert.ok(encodeFunctionData(call).startsWith(toFunctionSelector("signalBadKey(uint256,uint8)")));
});
