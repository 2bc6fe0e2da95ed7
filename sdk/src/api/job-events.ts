import Type, { type Static, type TProperties } from "typebox";
import { CountField, HashField, NameField, SecondsField, TextField } from "../documents/fields.ts";

/** An event of this type. Unknown fields are allowed: workers may say more. */
export const eventOf = <name extends string, fields extends TProperties>(type: name, fields: fields) =>
  Type.Object({ type: Type.Literal(type), ...fields });

/** A loss at a step. */
export const Loss = Type.Object({ step: CountField, loss: Type.Number() });

/** What a training process tells of its work, by type. */
export const workEvents = {
  stage: eventOf("stage", {
    stage: TextField,
    message: Type.Optional(TextField),
    secondsLeft: Type.Optional(SecondsField),
  }),
  step: eventOf("step", {
    ...Loss.properties,
    steps: CountField,
    tokensPerSecond: Type.Optional(Type.Number()),
    secondsLeft: Type.Optional(SecondsField),
  }),
  validation: eventOf("validation", Loss.properties),
  sample: eventOf("sample", { step: CountField, text: TextField, label: TextField, answer: TextField }),
  checkpoint: eventOf("checkpoint", { step: CountField, file: TextField }),
  done: eventOf("done", { adapterHash: HashField, seconds: SecondsField }),
} as const;

const id = Type.Integer({ minimum: 1 });
const numbered = <fields extends TProperties>({ properties }: { properties: fields }) =>
  Type.Object({ id, ...properties });

/**
 * A line of events.jsonl, as the training process prints it. Ids count from 1 without gaps and go on after a resume, so
 * that a reader can ask for everything after the last one it saw.
 */
export const JobEvent = Type.Union([
  numbered(workEvents.stage),
  numbered(workEvents.step),
  numbered(workEvents.validation),
  numbered(workEvents.sample),
  numbered(workEvents.checkpoint),
  numbered(workEvents.done),
  numbered(eventOf("error", { code: NameField, message: TextField, field: Type.Optional(TextField) })),
]);
export type JobEvent = Static<typeof JobEvent>;
