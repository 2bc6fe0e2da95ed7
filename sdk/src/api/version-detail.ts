import Type, { type Static } from "typebox";
import {
  AddressField,
  CidField,
  CountField,
  GraderField,
  HashField,
  NameField,
  TextField,
} from "../documents/fields.ts";
import { GraderConfigField } from "../documents/grader.ts";

/** Why the last try to seal a version's exam failed. */
export const SealingFailure = Type.Object({
  code: NameField,
  message: TextField,
  /** false: the cause stays, and the version will never be sealed */
  isRetried: Type.Boolean(),
});
export type SealingFailure = Static<typeof SealingFailure>;

/**
 * What a version looks like from outside: counts, owners, batches, a few training rows. Exam rows never. A field with a
 * `title` is shown with that title on the page of the datanet; the page needs no other change.
 */
export const VersionDetail = Type.Object({
  /** `published`: the exam waits for its seed; `built`: made, not on chain yet; `failed`: it will never be sealed */
  state: Type.Enum(["published", "built", "sealed", "failed"]),
  failure: Type.Optional(SealingFailure),
  rowCount: CountField,
  /** rows per label */
  labels: Type.Record(Type.String(), CountField, { title: "Rows per label" }),
  grader: Type.Optional(Type.Enum([...GraderField.enum], { title: "Grader" })),
  graderConfig: Type.Optional(GraderConfigField),
  /** a question about the answers that a model judges; reported only */
  rubric: Type.Optional(Type.String({ title: "Rubric" })),
  contributors: Type.Array(Type.Object({ address: AddressField, rows: CountField, weight: CountField })),
  splits: Type.Object(
    { train: CountField, validation: CountField, exam: CountField, dropped: CountField },
    { title: "Rows by use" },
  ),
  batches: Type.Array(Type.Object({ batchId: CountField, count: CountField, ciphertextCid: CidField })),
  examManifestCid: Type.Optional(CidField),
  seed: Type.Optional(HashField),
  sample: Type.Array(Type.Object({ index: CountField, text: TextField, label: TextField, contributor: AddressField })),
});
export type VersionDetail = Static<typeof VersionDetail>;
