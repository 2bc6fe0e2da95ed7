import Type, { type Static } from "typebox";
import { Cleanup } from "./cleanup.ts";
import { CountField, HashField, SecondsField, schemaVersion, TextField } from "./fields.ts";

/** sha256 by file name */
const FileHashes = Type.Record(Type.String(), HashField);

/** run.json: everything needed to repeat a training run; hashes are compared within a determinism class. */
export const RunDocument = Type.Object({
  schemaVersion,
  /** job.json as it came, with the root of its data */
  job: Type.Object({ base: TextField, method: TextField }),
  /** the settings that decide the result, defaults filled in */
  settings: Type.Record(Type.String(), Type.Unknown()),
  seed: CountField,
  packages: Type.Record(Type.String(), Type.String()),
  determinismClass: Type.Object({
    device: TextField,
    threads: CountField,
    instructionSet: TextField,
    torchBuild: TextField,
    machine: TextField,
  }),
  hardware: Type.Record(Type.String(), Type.Unknown()),
  base: Type.Object({ id: TextField, files: FileHashes }),
  systemPrompt: TextField,
  data: Type.Object({ sha256: HashField, trainRows: CountField, validationRows: CountField }),
  loss: Type.Object({ first: Type.Number(), last: Type.Number() }),
  adapter: Type.Object({ hash: HashField, files: FileHashes }),
  seconds: Type.Record(Type.String(), SecondsField),
  /** what it took to come to this run, as it stood when it was last made ready to be registered */
  cleanup: Type.Optional(Cleanup),
});
export type RunDocument = Static<typeof RunDocument>;
