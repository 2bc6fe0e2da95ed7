import Type, { type Static, type TSchema } from "typebox";
import { AddressField, CidField, CountField, HashField, NameField, TextField } from "../documents/fields.ts";
import { Grading } from "./grading.ts";

/** Why the last try to seal a version's exam failed. */
export const SealingFailure = Type.Object({
  code: NameField,
  message: TextField,
  /** false: the cause stays, and the version will never be sealed */
  isRetried: Type.Boolean(),
});
export type SealingFailure = Static<typeof SealingFailure>;

const { grader, graderConfig, rubric } = Type.Partial(Grading).properties;

/** Gives a field the title under which pages list it. */
const titled = <schema extends TSchema>(title: string, schema: schema): schema => ({ ...schema, title });

/**
 * What a version looks like from outside: counts, owners, batches, a few training rows. Exam rows never. Pages list every
 * field that has a title, so a new one needs its line here and its value in the curator's describeVersion.
 */
export const VersionDetail = Type.Object({
  /** `published`: the exam waits for its seed; `built`: made, not on chain yet; `failed`: it will never be sealed */
  state: Type.Enum(["published", "built", "sealed", "failed"]),
  failure: Type.Optional(SealingFailure),
  rowCount: titled("Rows", CountField),
  labels: titled("Rows per label", Type.Record(Type.String(), CountField)),
  grader: Type.Optional(titled("Grader", grader)),
  graderConfig: Type.Optional(titled("Settings of the grader", graderConfig)),
  rubric: Type.Optional(titled("Rubric", rubric)),
  contributors: Type.Array(Type.Object({ address: AddressField, rows: CountField, weight: CountField })),
  splits: titled(
    "Rows by use",
    Type.Object({ train: CountField, validation: CountField, exam: CountField, dropped: CountField }),
  ),
  batches: Type.Array(Type.Object({ batchId: CountField, count: CountField, ciphertextCid: CidField })),
  examManifestCid: Type.Optional(titled("Exam on IPFS", CidField)),
  seed: Type.Optional(titled("Seed of the split", HashField)),
  sample: Type.Array(Type.Object({ index: CountField, text: TextField, label: TextField, contributor: AddressField })),
});
export type VersionDetail = Static<typeof VersionDetail>;
