import Type from "typebox";
import { CountField, TextField } from "../documents/fields.ts";
import { ChainHealth } from "./chain-health.ts";
import { LiveBlock } from "./live.ts";
import { defineRoutes } from "./route.ts";
import { orNull } from "./shapes.ts";

/** The index of the chain. Its data are asked for by GraphQL, whose schema is subgraph/schema.graphql. */
export const indexerApi = defineRoutes({
  health: {
    method: "GET",
    path: "/health",
    summary: "Says which block the index stands at, how the chain is read, and what it waits for.",
    reply: Type.Object({
      ok: Type.Boolean(),
      block: orNull(CountField),
      caughtUp: Type.Boolean(),
      chain: ChainHealth,
      /** A handler failed, and the index stands before the block that made it fail. */
      error: Type.Optional(TextField),
    }),
  },
  blocks: {
    method: "GET",
    path: "/graphql/stream",
    summary: "Streams the newest block and what changed on the way to it; Last-Event-ID or `since` resumes the stream.",
    query: Type.Object({ since: Type.Optional(Type.String()) }),
    headers: Type.Object({ "last-event-id": Type.Optional(Type.String()) }),
    events: { block: LiveBlock },
  },
});

/** What `/graphql` takes and answers; served by graphql-yoga, so it is described here and nowhere checked. */
export const graphqlApi = defineRoutes({
  graphql: {
    method: "POST",
    path: "/graphql",
    summary: "Answers a GraphQL query over the index.",
    body: Type.Object({
      query: Type.String(),
      variables: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    }),
    reply: Type.Object({
      data: Type.Optional(Type.Unknown()),
      errors: Type.Optional(Type.Array(Type.Object({ message: Type.String() }))),
    }),
  },
});
