import { indexApi, indexerApi } from "@assay/sdk/api";
import type { GraphQLSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import type { Hono } from "hono";
import type { Watch } from "../platform/chain/reader/watch.ts";
import { createApp } from "../platform/http/app.ts";
import { serveOpenApi, serveRoutes } from "../platform/http/route.ts";
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
  readonly watch: Watch;
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
  const { schema, log, blocks, status, watch } = options;
  const yoga = createYoga({
    schema,
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    plugins: [limitDepth],
  });
  const app = createApp({ log });
  serveOpenApi(app, "indexer", indexApi);
  serveRoutes(app, indexerApi, {
    health(_, c) {
      const { error, caughtUp } = status;
      const ok = error === undefined && watch.isWell();
      if (!ok) c.status(503);
      const block = blocks.head();
      const chain = watch.health();
      return {
        ok,
        block: block?.number ?? null,
        caughtUp,
        chain: { ...chain, block: block === undefined ? null : { number: block.number, timestamp: block.timestamp } },
        ...(error === undefined ? {} : { error }),
      };
    },
    blocks: ({ headers, query }, c) => streamBlocks(options, c.req.raw.signal, headers["last-event-id"] ?? query.since),
  });
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
