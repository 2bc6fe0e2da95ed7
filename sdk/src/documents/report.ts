import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  ChainIdField,
  CountField,
  HashField,
  NameField,
  SecondsField,
  schemaVersion,
} from "./fields.ts";
import { Latency, RubricScore, Scores } from "./scores.ts";

/** report.json: a seat's result in figures. Only the counts are judged; the rest is reported. */
export const ReportDocument = Type.Object({
  schemaVersion,
  chainId: ChainIdField,
  admission: AddressField,
  roundId: AmountField,
  seat: CountField,
  evaluator: AddressField,
  modelId: Type.Optional(AmountField),
  root: HashField,
  lanes: AmountField,
  /** items of the batch */
  items: CountField,
  conditions: Type.Array(
    Type.Object({
      condition: NameField,
      lane: Type.Integer({ minimum: 0, maximum: 15 }),
      /** items whose trials all passed */
      passes: CountField,
      total: CountField,
      /** one-sided 95% lower bound of the share */
      lowerBound: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      /** items with a trial that applies; the rest of `total` counts as passed. The bound is over these */
      applicable: Type.Optional(CountField),
      applicablePasses: Type.Optional(CountField),
    }),
  ),
  /** every reported figure with its bound */
  scores: Type.Optional(Scores),
  latency: Type.Optional(Latency),
  rubric: Type.Optional(RubricScore),
  seconds: Type.Optional(SecondsField),
});
export type ReportDocument = Static<typeof ReportDocument>;
