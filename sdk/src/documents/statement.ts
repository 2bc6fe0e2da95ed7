import Type, { type Static } from "typebox";
import { AddressField, AmountField, ChainIdField, CidField, closed, HashField, schemaVersion } from "./fields.ts";

/** statement.json: which redemptions a gateway's funding comes from, and the fees per model. Amounts in token wei. */
export const StatementDocument = closed({
  schemaVersion,
  chainId: ChainIdField,
  gateway: AddressField,
  token: AddressField,
  redemptions: Type.Array(
    closed({
      payer: AddressField,
      /** the voucher's total when it was redeemed */
      cumulative: AmountField,
      modelId: AmountField,
      feeAmount: AmountField,
      txHash: HashField,
    }),
  ),
  fees: Type.Array(closed({ modelId: AmountField, amount: AmountField })),
  /** sum of the fees: what is funded */
  total: AmountField,
  /** routing-policy.json in force when this was written: the statement's hash puts its hash on chain */
  policy: Type.Optional(closed({ hash: HashField, cid: CidField })),
});
export type StatementDocument = Static<typeof StatementDocument>;
