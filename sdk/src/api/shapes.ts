import Type, { type TSchema } from "typebox";
import { NameField, TextField } from "../documents/fields.ts";

/** A text with something in it besides space, at most `maxLength` characters. */
export const filled = (maxLength = 10_000) => Type.String({ pattern: "\\S", maxLength });

export const orNull = <schema extends TSchema>(schema: schema) => Type.Union([schema, Type.Null()]);

export const Share = Type.Number({ minimum: 0, maximum: 1 });

/** Why something failed: a stable code and one sentence. */
export const Fault = Type.Object({ code: NameField, message: TextField });

/** Every refusal of every service. `field` names the input at fault. */
export const ErrorReply = Type.Object({
  error: Type.Object({ code: NameField, message: TextField, field: Type.Optional(NameField) }),
});

/** EIP-712 data as a wallet takes it: whole numbers beyond 2^53 as decimal strings. */
export const TypedData = Type.Object({
  domain: Type.Record(Type.String(), Type.Unknown()),
  types: Type.Record(Type.String(), Type.Array(Type.Object({ name: Type.String(), type: Type.String() }))),
  primaryType: Type.String(),
  message: Type.Record(Type.String(), Type.Unknown()),
});
