import type { Outcome } from "@assay/sdk/documents";
import { canonicalJson } from "@assay/sdk/hashing";
import { type Hex, keccak256, stringToBytes } from "viem";
import type { Receipt } from "../../reputation/receipts.ts";
import type { Reputation } from "../../reputation/reputation.ts";
import type { Traffic } from "../../reputation/traffic.ts";
import type { ChatRequest } from "../../serving/openai.ts";
import type { Price, SignedVoucher } from "../payments/voucher.ts";
import type { Reservation } from "../payments/voucherDesk.ts";
import type { Route } from "../routing/route.ts";

export interface CallRecordOptions {
  reputation: Reputation;
  traffic: Traffic;
  /** unix seconds */
  now: () => number;
  id: string;
  route: Route;
  request: ChatRequest;
  price: Price;
  signed: SignedVoucher;
  reservation: Pick<Reservation, "commit">;
  policy: { version: number; hash: Hex };
  /** whether the answer is held against declared labels */
  labelled: boolean;
  /** whether the payer has a role in the datanet's models */
  linked: boolean;
}

export interface CallRecord {
  /** Keeps the voucher with its receipt, or neither. */
  charge(outcome: "answered" | "schema", text: string, completionTokens: number): Promise<void>;
  /** Writes a failed attempt down; it is not charged. */
  fail(outcome: "timeout" | "transport", text: string, completionTokens: number): Promise<void>;
}

/** Writes the one receipt of a call, and lets reputation and traffic count it. */
export function createCallRecord(options: CallRecordOptions): CallRecord {
  const { reputation, traffic, now, id, route, request, price, signed, reservation } = options;
  const began = performance.now();

  function receiptOf(outcome: Outcome, text: string, completionTokens: number, charged: Price): Receipt {
    return {
      id,
      createdAt: now(),
      modelId: route.model.id,
      payer: signed.voucher.payer.toLowerCase() as Hex,
      servingAmount: charged.servingAmount,
      feeAmount: charged.feeAmount,
      offeredFee: price.feeAmount,
      voucherSignature: signed.signature,
      promptHash: keccak256(stringToBytes(canonicalJson(request.messages))),
      answerHash: keccak256(stringToBytes(text)),
      completionTokens,
      seconds: (performance.now() - began) / 1000,
      outcome,
      labelled: options.labelled,
      linked: options.linked,
      tier: route.tier,
      rule: route.rule,
      policy: options.policy,
      candidates: route.candidates,
      reason: route.reason,
    };
  }

  return {
    async charge(outcome, text, completionTokens) {
      const receipt = receiptOf(outcome, text, completionTokens, price);
      await reputation.addCall(receipt, reservation.commit);
      traffic.record(receipt);
    },
    async fail(outcome, text, completionTokens) {
      const receipt = receiptOf(outcome, text, completionTokens, { servingAmount: 0n, feeAmount: 0n });
      await reputation.addCall(receipt);
      traffic.record(receipt);
    },
  };
}
