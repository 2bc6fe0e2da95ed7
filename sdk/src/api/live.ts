import Type, { type Static } from "typebox";

/** Ids of changed entities by type of the index; null when anything may have changed. */
const Changed = Type.Union([Type.Record(Type.String(), Type.Array(Type.String())), Type.Null()]);

/** A block that the index has read, and what it changed since the block told before it. */
export const LiveBlock = Type.Object({
  number: Type.Integer({ minimum: 0 }),
  hash: Type.String(),
  /** Unix seconds. */
  timestamp: Type.Integer(),
  changed: Changed,
});
export type LiveBlock = Static<typeof LiveBlock>;

/** A watched address of the portal answers with something new; `body` is null where it refuses or can't be read. */
export const LiveAnswer = Type.Object({
  path: Type.String(),
  /** Of the body: given back when the stream is opened again, so that only news is sent. */
  hash: Type.String(),
  body: Type.Unknown(),
});
export type LiveAnswer = Static<typeof LiveAnswer>;

/** A line of a followed run's history, with its place in it. */
export const LiveRunEvent = Type.Object({
  run: Type.String(),
  id: Type.Integer({ minimum: 1 }),
  event: Type.Object({ type: Type.String() }),
});
export type LiveRunEvent = Static<typeof LiveRunEvent>;

/** Whether the index can be followed right now. */
export const LiveSource = Type.Object({ index: Type.Boolean() });
export type LiveSource = Static<typeof LiveSource>;

/**
 * The events of `GET /api/live` by name. Its query names what to follow: `watch=<hash or ->:<path>` and
 * `run=<job id>@<last event id>`, as often as needed, and `since=<last id>` to resume the blocks.
 */
export const liveEvents = {
  block: LiveBlock,
  answer: LiveAnswer,
  run: LiveRunEvent,
  source: LiveSource,
} as const;
