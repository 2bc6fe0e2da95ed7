import Type, { type Static } from "typebox";
import { AddressField, AmountField, ChainIdField, CountField, HashField, schemaVersion, TextField } from "./fields.ts";

/** One trial in full: the hashes of its fields make its leaf. */
export const TranscriptTrial = Type.Object({
  position: Type.Integer({ minimum: 0, maximum: 43 }),
  condition: TextField,
  variant: TextField,
  /** exact rendered prompt */
  prompt: TextField,
  outIds: Type.Array(Type.Integer({ minimum: 0, maximum: 4_294_967_295 })),
  answer: TextField,
  /** the grader's canonical form of the answer */
  canonical: TextField,
  pass: Type.Boolean(),
});
export type TranscriptTrial = Static<typeof TranscriptTrial>;

/** transcript.json: a seat's evidence, pinned from the reveal on. Its tree's root and counts are what was revealed. */
export const TranscriptDocument = Type.Object({
  schemaVersion,
  chainId: ChainIdField,
  admission: AddressField,
  roundId: AmountField,
  seat: CountField,
  evaluator: AddressField,
  modelId: Type.Optional(AmountField),
  trialMask: AmountField,
  root: HashField,
  /** packed lanes */
  lanes: AmountField,
  items: Type.Array(
    Type.Object({
      slot: CountField,
      trialBits: AmountField,
      trials: Type.Array(TranscriptTrial),
    }),
  ),
});
export type TranscriptDocument = Static<typeof TranscriptDocument>;
