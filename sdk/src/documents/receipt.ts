import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  CountField,
  closed,
  HashField,
  NameField,
  SecondsField,
  schemaVersion,
  TextField,
} from "./fields.ts";

/** Where a call ran: what the model's standing was. */
export const TierField = Type.Enum(["admitted", "probation", "sandbox"]);
export type Tier = Static<typeof TierField>;

/** How a call ended: answered within the declared labels or outside them, out of time, or broken off. */
export const OutcomeField = Type.Enum(["answered", "schema", "timeout", "transport"]);
export type Outcome = Static<typeof OutcomeField>;

/** What chose the model of a call. */
export const RuleField = Type.Enum(["named-model", "best-quantile", "probation-exploration"]);
export type RoutingRule = Static<typeof RuleField>;

export const PolicyRef = closed({ version: CountField, hash: HashField });
export const Candidate = closed({ modelId: AmountField, q05: Type.Number({ minimum: 0, maximum: 1 }) });

/** receipt.json: what a gateway keeps of a call: hashes and amounts, never a prompt or an answer. Amounts in token wei. */
export const ReceiptDocument = closed({
  schemaVersion,
  id: NameField,
  createdAt: CountField,
  modelId: AmountField,
  payer: AddressField,
  /** charged: nothing for a call that failed */
  servingAmount: AmountField,
  feeAmount: AmountField,
  /** fee the payer had signed for; it weighs the evidence */
  offeredFee: AmountField,
  /** signature of the voucher the call came with: the payer's co-signature */
  voucherSignature: TextField,
  promptHash: HashField,
  answerHash: HashField,
  completionTokens: CountField,
  seconds: SecondsField,
  outcome: OutcomeField,
  /** whether the answer was held against declared labels */
  labelled: Type.Boolean(),
  /** the payer holds a role of the datanet's models, so the call is no evidence */
  linked: Type.Boolean(),
  tier: TierField,
  rule: RuleField,
  policy: PolicyRef,
  candidates: Type.Array(Candidate),
  reason: TextField,
});
export type ReceiptDocument = Static<typeof ReceiptDocument>;
