import type { Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { merkleRoot, standardLeaf } from "./merkle.ts";

/** Cumulative use of one model inside a payment channel, in token wei since the channel began. */
export type Usage = { modelId: bigint; servingAmount: bigint; feeAmount: bigint };

/** Leaf (uint256 modelId, uint256 servingAmount, uint256 feeAmount). */
export function usageLeaf(usage: Usage): Hex {
  return standardLeaf([usage.modelId, usage.servingAmount, usage.feeAmount]);
}

/** Root over usage by model id; a model may appear once. No usage at all gives 32 zero bytes. */
export function usageRoot(usage: readonly Usage[]): Hex {
  const ids = new Set(usage.map((entry) => entry.modelId));
  if (ids.size !== usage.length) {
    throw new AssayError("usage names a model twice; add its amounts up first.", {
      code: "USAGE_TWICE",
      field: "usage",
    });
  }
  return merkleRoot(usage.map(usageLeaf));
}

/** What a channel's payer has used so far plus one more call of a model at its price, in order of model id. */
export function addCall(
  usage: readonly Usage[],
  modelId: bigint,
  price: { servingAmount: bigint; feeAmount: bigint },
): Usage[] {
  const old = usage.find((line) => line.modelId === modelId) ?? { servingAmount: 0n, feeAmount: 0n };
  const line = {
    modelId,
    servingAmount: old.servingAmount + price.servingAmount,
    feeAmount: old.feeAmount + price.feeAmount,
  };
  return [...usage.filter((entry) => entry.modelId !== modelId), line].sort((a, b) => (a.modelId < b.modelId ? -1 : 1));
}

/** Sum of all serving and fee amounts: what the voucher's cumulative must equal. */
export function usageTotal(usage: readonly Usage[]): bigint {
  return usage.reduce((sum, entry) => sum + entry.servingAmount + entry.feeAmount, 0n);
}
