import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  BpsField,
  ChainIdField,
  CidField,
  CountField,
  closed,
  HashField,
  PpmField,
} from "./fields.ts";

/**
 * epoch.json: all that is needed to recompute a reward epoch. Amounts in token wei.
 *
 * Everything is read as of block `asOfBlock`. A model's waiting fees (stated in `statements`, less `paid` of the epoch
 * before) are paid up to its exposure, stake * exposureBps / 10,000 rounded down, and up to what is funded beyond the total
 * of the epoch before, models by id. The rest is in `carried` and waits for the next epoch. What is paid is divided by
 * allocateEpoch. A statement or table that the poster could not read may be left out; nothing else may be.
 *
 * Version 2 has `asOfBlock`, `exposureBps`, `carried`, `depth` and each fee's `waiting` and `stake`; its trees are indexed
 * by place.
 */
export const EpochDocument = closed({
  schemaVersion: Type.Literal(2),
  chainId: ChainIdField,
  distributor: AddressField,
  token: AddressField,
  treasury: AddressField,
  epoch: AmountField,
  asOfBlock: CountField,
  /** of the parameter set current at that block */
  exposureBps: CountField,
  previousCid: Type.Optional(CidField),
  statements: Type.Array(closed({ hash: HashField, cid: CidField })),
  fees: Type.Array(
    closed({
      modelId: AmountField,
      /** fees stated and not paid before this epoch */
      waiting: AmountField,
      /** the model's stake */
      stake: AmountField,
      /** what this epoch pays */
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
  /** fees above a model's exposure or above what is funded; paid later */
  carried: Type.Array(closed({ modelId: AmountField, amount: AmountField })),
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
  depth: CountField,
  root: HashField,
  sumRoot: HashField,
  total: AmountField,
});
export type EpochDocument = Static<typeof EpochDocument>;
