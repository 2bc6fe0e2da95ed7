import { getAddress, numberToHex, zeroHash } from "viem";
import type { Receipt } from "../reputation/receipts.ts";

/** The fee of one call, token wei. */
export const FEE = 500_000_000_000_000_000n;

/** The receipt of an answer that was paid for; a call that failed charges nothing. For tests. */
export function paidReceipt(own: Partial<Receipt> & Pick<Receipt, "id" | "createdAt">): Receipt {
  const { outcome = "answered" } = own;
  const charged = outcome === "answered" || outcome === "schema" ? FEE : 0n;
  return {
    modelId: "1",
    payer: getAddress(numberToHex(50, { size: 20 })),
    servingAmount: charged,
    feeAmount: charged,
    offeredFee: FEE,
    voucherSignature: "0x",
    promptHash: numberToHex(1, { size: 32 }),
    answerHash: numberToHex(2, { size: 32 }),
    completionTokens: 2,
    seconds: 0.1,
    outcome,
    labelled: true,
    linked: false,
    tier: "admitted",
    rule: "best-quantile",
    policy: { version: 1, hash: zeroHash },
    candidates: [],
    reason: "test",
    ...own,
  };
}
