import Type, { type Static } from "typebox";
import { CountField, TextField } from "../documents/fields.ts";
import { orNull } from "./shapes.ts";

/** How a role reads the chain. While it waits, `reason` says for what, in a sentence. */
export const ChainHealth = Type.Object({
  /** Host of the RPC in use, without path and query, which may hold a key. */
  rpc: TextField,
  /** The newest block that this RPC shows. */
  head: orNull(CountField),
  /** Blocks between the newest one that any RPC has shown and the newest one that was handled. */
  lag: CountField,
  /** The newest block that was handled. */
  block: orNull(Type.Object({ number: CountField, timestamp: orNull(CountField) })),
  reason: Type.Optional(TextField),
  /** How long it has waited, seconds. */
  waiting: Type.Optional(CountField),
});
export type ChainHealth = Static<typeof ChainHealth>;
