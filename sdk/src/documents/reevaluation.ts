import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  ChainIdField,
  CountField,
  closed,
  HashField,
  NameField,
  schemaVersion,
} from "./fields.ts";

const Share = Type.Number({ minimum: 0, maximum: 1 });

/** reevaluation.json: a gateway's signed statement that live failures call for another round of a model. */
export const ReevaluationDocument = closed({
  schemaVersion,
  chainId: ChainIdField,
  gateway: AddressField,
  modelId: AmountField,
  at: CountField,
  policyHash: HashField,
  /** quantile of the weakest condition */
  q05: Share,
  weakest: NameField,
  conditions: Type.Array(
    closed({ condition: NameField, alpha: Type.Number(), beta: Type.Number(), q05: Share, mean: Share }),
  ),
  /** weight of live failures as of `at`, and the payers they came from */
  failures: Type.Number({ minimum: 0 }),
  payers: CountField,
  /** root over the hashes of the receipts and ratings that count against the model */
  evidenceRoot: HashField,
  evidence: Type.Array(closed({ receipt: NameField, outcome: NameField, hash: HashField })),
});
export type ReevaluationDocument = Static<typeof ReevaluationDocument>;
