import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  BpsField,
  ChainIdField,
  CidField,
  closed,
  HashField,
  PpmField,
  schemaVersion,
} from "./fields.ts";

/** epoch.json: all that is needed to recompute a reward epoch with allocateEpoch. Amounts in token wei. */
export const EpochDocument = closed({
  schemaVersion,
  chainId: ChainIdField,
  distributor: AddressField,
  token: AddressField,
  treasury: AddressField,
  epoch: AmountField,
  previousCid: Type.Optional(CidField),
  statements: Type.Array(closed({ hash: HashField, cid: CidField })),
  fees: Type.Array(
    closed({
      modelId: AmountField,
      amount: AmountField,
      splitBps: Type.Array(BpsField, { minItems: 6, maxItems: 6 }),
      publisher: AddressField,
      trainer: AddressField,
      baseAuthor: AddressField,
      evaluators: Type.Array(AddressField),
      shares: Type.Array(closed({ contributor: AddressField, ppm: PpmField })),
      tableCid: CidField,
      tableHash: HashField,
    }),
  ),
  /** fees paid out so far, this epoch included */
  paid: Type.Array(closed({ modelId: AmountField, amount: AmountField })),
  allocations: Type.Array(
    closed({
      modelId: AmountField,
      role: Type.Enum(["publisher", "data", "trainer", "evaluators", "baseAuthor", "treasury"]),
      account: AddressField,
      amount: AmountField,
    }),
  ),
  leaves: Type.Array(closed({ account: AddressField, cumulative: AmountField })),
  root: HashField,
  sumRoot: HashField,
  total: AmountField,
});
export type EpochDocument = Static<typeof EpochDocument>;
