import type { Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { merkleRoot, standardLeaf } from "./merkle.ts";

/** What one model cost a payer in a payment channel, in token wei since the channel began. */
export type Charge = { modelId: bigint; servingAmount: bigint; feeAmount: bigint };

/** Leaf (uint256 modelId, uint256 servingAmount, uint256 feeAmount). */
export function chargeLeaf(charge: Charge): Hex {
  return standardLeaf([charge.modelId, charge.servingAmount, charge.feeAmount]);
}

/** Root over the charges in order of model id; a model may appear once. An empty list gives 32 zero bytes. */
export function chargesRoot(charges: readonly Charge[]): Hex {
  const ids = new Set(charges.map((entry) => entry.modelId));
  if (ids.size !== charges.length) {
    throw new AssayError("charges name a model twice; add its amounts up first.", {
      code: "CHARGES_TWICE",
      field: "charges",
    });
  }
  return merkleRoot(charges.map(chargeLeaf));
}

/** A channel's charges so far plus one more call of a model at its price, in order of model id. */
export function addCall(
  charges: readonly Charge[],
  modelId: bigint,
  price: { servingAmount: bigint; feeAmount: bigint },
): Charge[] {
  const old = charges.find((line) => line.modelId === modelId) ?? { servingAmount: 0n, feeAmount: 0n };
  const line = {
    modelId,
    servingAmount: old.servingAmount + price.servingAmount,
    feeAmount: old.feeAmount + price.feeAmount,
  };
  return [...charges.filter((entry) => entry.modelId !== modelId), line].sort((a, b) =>
    a.modelId < b.modelId ? -1 : 1,
  );
}

/** Sum of all serving and fee amounts: what the voucher's cumulative must equal. */
export function chargesTotal(charges: readonly Charge[]): bigint {
  return charges.reduce((sum, entry) => sum + entry.servingAmount + entry.feeAmount, 0n);
}
