import Type, { type Static } from "typebox";
import {
  AddressField,
  AmountField,
  BytesField,
  CountField,
  GraderField,
  HashField,
  schemaVersion,
  TextField,
} from "./fields.ts";
import { GraderConfigField } from "./grader.ts";

/** version.json: roots, contributors with their signatures, and the salted hash of every row; never a text. */
export const VersionDocument = Type.Object({
  schemaVersion,
  datanetId: AmountField,
  rowSchema: Type.Record(Type.String(), Type.String()),
  rowsRoot: HashField,
  contributorsRoot: HashField,
  rowCount: CountField,
  /** how answers to its exam are graded; without it the labels decide: a label set up to 200, normalised above */
  grader: Type.Optional(GraderField),
  graderConfig: Type.Optional(GraderConfigField),
  /** a question about the answers that a model judges; reported only */
  rubric: Type.Optional(TextField),
  /** rows per label */
  labels: Type.Record(Type.String(), CountField),
  contributors: Type.Array(Type.Object({ contributor: AddressField, rows: CountField, weight: AmountField })),
  contributions: Type.Array(
    Type.Object({
      contributor: AddressField,
      rowsRoot: HashField,
      rows: CountField,
      metadata: Type.Unknown(),
      metadataHash: HashField,
      nonce: AmountField,
      /** EIP-712 signature of the Contribution */
      signature: BytesField,
    }),
  ),
  rows: Type.Array(Type.Object({ contentHash: HashField, contributor: AddressField, weight: CountField })),
});
export type VersionDocument = Static<typeof VersionDocument>;
