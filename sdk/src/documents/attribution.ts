import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  ChainIdField,
  CidField,
  CountField,
  closed,
  HashField,
  PpmField,
  schemaVersion,
} from "./fields.ts";

/**
 * attribution.json: a model's share table with what it takes to measure it again: adapter, retired items of the round
 * and seed. Shares add up to 1,000,000.
 */
export const AttributionDocument = Type.Object({
  schemaVersion,
  chainId: ChainIdField,
  modelId: AmountField,
  roundId: AmountField,
  adapterHash: HashField,
  seed: HashField,
  itemsCid: CidField,
  shares: Type.Array(closed({ contributor: AddressField, ppm: PpmField, trainRows: Type.Optional(CountField) }), {
    minItems: 1,
  }),
  /** strongest training rows per item, as evidence */
  perItemTop: Type.Optional(Type.Array(Type.Unknown())),
});
export type AttributionDocument = Static<typeof AttributionDocument>;
