/**
 * Measures the gas figures the protocol promises, on a fresh chain, and prints them as one JSON line.
 * `--write` also makes them the snapshot that test/contracts/gas/gas.chain.test.ts holds the contracts to.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { production } from "../../ignition/parameters/production.ts";
import { buildContracts } from "../../scripts/setup/build.ts";
import { measureAdmission } from "./gas/admission.ts";
import { measureContribution } from "./gas/datanets.ts";
import { measureFraudProof } from "./gas/fraudProof.ts";
import { measurePayments } from "./gas/payments.ts";
import { withProtocol } from "./gas/protocol.ts";
import { measureClaim } from "./gas/rewards.ts";

/** Gas units. The boundary of each figure is written where it is measured. */
export interface GasFigures {
  readonly voucher: number;
  readonly voucher_batch20: number;
  readonly claim_1m: number;
  readonly admission_k5: number;
  readonly contribution: number;
  readonly fraud_proof_4096: number;
  /** the steps `admission_k5` is the sum of */
  readonly admission_steps: Readonly<Record<string, number>>;
}

/** Runs every measurement under the production parameters (five seats, 64 items), but for the audits. */
export async function measureGas(): Promise<GasFigures> {
  const { fraud_proof_4096 } = await measureFraudProof();
  const paramSet = { ...production.paramSet, auditLeaves: 0 };
  return withProtocol({ ...production, paramSet }, async (protocol) => {
    const payments = await measurePayments(protocol);
    const claim = await measureClaim(protocol, paramSet.epochWindow);
    const datanet = await measureContribution(protocol);
    const steps = await measureAdmission(protocol, paramSet, datanet);
    return {
      ...payments,
      ...claim,
      admission_k5: Object.values(steps).reduce((sum, gas) => sum + gas, 0),
      contribution: datanet.contribution,
      fraud_proof_4096,
      admission_steps: steps,
    };
  });
}

/** Where the snapshot lies. */
export const SNAPSHOT = join(import.meta.dirname, "..", "..", "test", "contracts", "gas", "snapshot.json");

if (import.meta.main) {
  const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });
  await buildContracts();
  const figures = await measureGas();
  if (values.write) await writeFile(SNAPSHOT, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(JSON.stringify(figures));
}
