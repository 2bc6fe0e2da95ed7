import Type, { type Static } from "typebox";
import { CountField, HashField, schemaVersion, TextField } from "./fields.ts";

/** run.json: everything needed to repeat a training run; hashes are compared within a determinism class. */
export const RunDocument = Type.Object({
  schemaVersion,
  /** job.json as it came, with the hash of its data */
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
  baseHash: Type.Optional(HashField),
  adapterHash: Type.Optional(HashField),
  tokenizerHash: Type.Optional(HashField),
  templateHash: Type.Optional(HashField),
  systemPrompt: Type.Optional(TextField),
});
export type RunDocument = Static<typeof RunDocument>;
