import Type, { type Static } from "typebox";
import { CountField, HashField, SecondsField, TextField } from "../documents/fields.ts";

const id = Type.Integer({ minimum: 1 });

/**
 * A line of events.jsonl, as the training process prints it. Ids count from 1 without gaps and go on after a resume, so
 * that a reader can ask for everything after the last one it saw. Unknown fields are allowed: workers may say more.
 */
export const JobEvent = Type.Union([
  Type.Object({
    id,
    type: Type.Literal("stage"),
    stage: TextField,
    message: TextField,
    secondsLeft: Type.Optional(SecondsField),
  }),
  Type.Object({
    id,
    type: Type.Literal("step"),
    step: CountField,
    steps: CountField,
    loss: Type.Number(),
    tokensPerSecond: Type.Optional(Type.Number()),
    secondsLeft: Type.Optional(SecondsField),
  }),
  Type.Object({ id, type: Type.Literal("validation"), step: CountField, loss: Type.Number() }),
  Type.Object({
    id,
    type: Type.Literal("sample"),
    step: CountField,
    text: TextField,
    label: TextField,
    answer: TextField,
  }),
  Type.Object({ id, type: Type.Literal("checkpoint"), step: CountField, file: TextField }),
  Type.Object({ id, type: Type.Literal("done"), adapterHash: HashField, seconds: SecondsField }),
  Type.Object({
    id,
    type: Type.Literal("error"),
    code: TextField,
    message: TextField,
    field: Type.Optional(TextField),
  }),
]);
export type JobEvent = Static<typeof JobEvent>;
