import Type, { type Static } from "typebox";
import {
  AmountField,
  CidField,
  CountField,
  GraderField,
  HashField,
  schemaVersion,
  TextField,
  VersionField,
} from "./fields.ts";
import { GraderConfigField } from "./grader.ts";

/** exam.json: the public part of a version's exam. Items and keys stay sealed until their batch is retired. */
export const ExamDocument = Type.Object({
  schemaVersion,
  datanetId: AmountField,
  version: VersionField,
  /** the on-chain hold-out seed the splits follow from */
  seed: HashField,
  itemsPerBatch: Type.Integer({ minimum: 1 }),
  grader: GraderField,
  graderConfig: Type.Optional(GraderConfigField),
  /** a question about the answers that a model judges; reported only */
  rubric: Type.Optional(TextField),
  labels: Type.Array(TextField),
  holdoutRoot: HashField,
  /** row indices by use */
  splits: Type.Object({
    train: Type.Array(CountField),
    validation: Type.Array(CountField),
    dropped: Type.Array(CountField),
  }),
  batches: Type.Array(
    Type.Object({
      batchId: CountField,
      ciphertextHash: HashField,
      ciphertextCid: CidField,
      keyHash: HashField,
      itemsRoot: HashField,
      contributorsRoot: HashField,
      count: CountField,
    }),
  ),
  /** training and validation rows, encrypted under the version key */
  bundle: Type.Object({ cid: CidField, ciphertextHash: HashField, rows: CountField }),
});
export type ExamDocument = Static<typeof ExamDocument>;
