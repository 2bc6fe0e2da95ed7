import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Hono } from "hono";
import { createApp } from "../platform/http/app.ts";
import { formatEvent } from "../platform/http/sse.ts";
import type { Logger } from "../platform/log.ts";
import type { BlockFeed } from "./blockFeed.ts";
import { depthLimit } from "./graphql/depthLimit.ts";
import type { BlockStore } from "./store/blockStore.ts";
import type { SyncStatus } from "./sync.ts";

export interface HttpApiOptions {
  readonly schema: GraphQLSchema;
  readonly blocks: BlockStore;
  readonly feed: BlockFeed;
  readonly status: SyncStatus;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

const limitDepth: Plugin = {
  onValidate({ addValidationRule }) {
    addValidationRule(depthLimit);
  },
};

/** `/graphql` (queries, and subscriptions by SSE), `/graphql/stream` (blocks and what they changed, by SSE) and `/health`. */
export function createHttpApi(options: HttpApiOptions): Hono {
  const { schema, log, blocks, status } = options;
  const yoga = createYoga({
    schema,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    plugins: [limitDepth],
  });
  const app = createApp({ log });
  app.get("/health", (c) => {
    const head = blocks.head();
    const ok = status.error === undefined;
    return c.json(
      { ok, block: head?.number ?? null, caughtUp: status.caughtUp, ...(ok ? {} : { error: status.error }) },
      ok ? 200 : 503,
    );
  });
  app.get("/graphql/stream", (c) =>
    streamBlocks(options, c.req.raw.signal, c.req.header("last-event-id") ?? c.req.query("since")),
  );
  app.all("/graphql", (c) => yoga.fetch(c.req.raw));
  return app;
}

/**
 * The stream of blocks: each event tells the newest block and which entities changed on the way to it. `Last-Event-ID`
 * (or `?since=`) resumes after an event that was heard.
 */
function streamBlocks(
  { blocks, feed, signal }: HttpApiOptions,
  request: AbortSignal,
  cursor: string | undefined,
): Response {
  const until = AbortSignal.any([signal, request]);
  const encoder = new TextEncoder();
  const turns = feed.follow({ cursor, head: () => blocks.head(), signal: until });
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const turn = await turns.next();
      if (turn.done === true) return controller.close();
      const { cursor: id, block } = turn.value;
      controller.enqueue(encoder.encode(formatEvent({ event: "block", id, data: block })));
    },
    async cancel() {
      await turns.return();
    },
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}
