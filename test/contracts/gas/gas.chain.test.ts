import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { type GasFigures, measureGas, SNAPSHOT } from "../../../research/bench/gas.ts";

/** Signatures, hashes and drawn seats differ from run to run, and with them the zero bytes of calldata. */
const TOLERANCE = 0.02;
const KEYS = ["voucher", "voucher_batch20", "claim_1m", "admission_k5", "contribution", "fraud_proof_4096"] as const;

test("behavior: gas stays at its snapshot", async () => {
  const snapshot = JSON.parse(await readFile(SNAPSHOT, "utf8")) as GasFigures;
  const measured = await measureGas();
  for (const key of KEYS) {
    const drift = measured[key] / snapshot[key] - 1;
    assert.ok(
      Math.abs(drift) <= TOLERANCE,
      `${key} took ${measured[key]} gas, the snapshot says ${snapshot[key]}: if meant, run research/bench/gas.ts --write`,
    );
  }
});
