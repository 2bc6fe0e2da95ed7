import Type, { type Static } from "typebox";
import { NameField, schemaVersion, TextField } from "./fields.ts";

/** datanet.json: what a datanet is for. */
export const DatanetDocument = Type.Object({
  schemaVersion,
  name: NameField,
  description: TextField,
  domain: Type.String({ maxLength: 200 }),
  licence: NameField,
  /** who may train on it */
  access: NameField,
});
export type DatanetDocument = Static<typeof DatanetDocument>;
