import Type, { type Static } from "typebox";
import { AddressField, AmountField, closed, PpmField, schemaVersion } from "./fields.ts";

/** attribution.json: a model's share table, measured on the retired items of its round. Shares add up to 1,000,000. */
export const AttributionDocument = Type.Object({
  schemaVersion,
  modelId: AmountField,
  roundId: AmountField,
  shares: Type.Array(closed({ contributor: AddressField, ppm: PpmField }), { minItems: 1 }),
});
export type AttributionDocument = Static<typeof AttributionDocument>;
