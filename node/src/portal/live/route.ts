import type { LiveBlock, LiveRunEvent, LiveSource } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import type { Context } from "hono";
import { formatEvent } from "../../platform/http/sse.ts";
import { followRole } from "./followRole.ts";
import type { Watches } from "./watches.ts";

/** A line at least this often: a reader that hears none knows that the connection is dead. */
const PING_MS = 10_000;
const MAX_FOLLOWED = 60;
/** Events that wait for a reader before it is taken for gone. */
const MAX_WAITING = 5_000;
/** What may be watched: answers of the roles, and whether they are up; never a stream. */
const WATCHABLE = /^\/(health|(api\/(curator|trainer|evaluator)|v1)\/[\w./?=&%:,-]{1,300})$/;
const STREAMS = /\/events(\?|$)/;
const RUN = /^([\w-]{1,80})@(\d{1,15})$/;

export interface LiveOptions {
  /** Address of a path of a role, undefined while it is not running. */
  roleUrl(role: string, path: string): URL | undefined;
  watches: Watches;
  /** Ends every stream. */
  signal: AbortSignal;
}

interface Asked {
  watches: { path: string; known: string | undefined }[];
  runs: { id: string; after: string }[];
  since: string | undefined;
}

/**
 * `GET /api/live`: everything a page follows, in one stream, because a browser opens only six to one address. Blocks
 * with what they changed, watched answers, and the events of runs; see `liveEvents` for their shapes.
 */
export function serveLive(c: Context, options: LiveOptions): Response {
  const asked = readAsked(new URL(c.req.url).searchParams, c.req.header("last-event-id"));
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, c.req.raw.signal, stop.signal]);
  const encoder = new TextEncoder();
  const ends: (() => void)[] = [() => stop.abort()];
  const end = () => {
    for (const one of ends.splice(0)) one();
  };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const say: Say = (event, data, id) => {
        if (signal.aborted) return;
        if ((controller.desiredSize ?? 0) < -MAX_WAITING) return stop.abort();
        controller.enqueue(encoder.encode(formatEvent({ event, data, ...(id === undefined ? {} : { id }) })));
      };
      const ping = setInterval(() => say("ping", null), PING_MS);
      ends.push(() => clearInterval(ping));
      // Says at once that the stream stands, before any role is asked.
      say("ping", null);
      for (const { path, known } of asked.watches)
        ends.push(options.watches.add(path, known, (answer) => say("answer", answer)));
      const fail = (error: unknown) => {
        if (!signal.aborted) controller.error(error);
        end();
      };
      followBlocks(options, asked.since, signal, say).catch(fail);
      for (const run of asked.runs) followRun(options, run, signal, say).catch(fail);
      signal.addEventListener("abort", () => {
        end();
        if (!c.req.raw.signal.aborted) controller.close();
      });
    },
    cancel: end,
  });
  return new Response(body, { headers: { "content-type": "text/event-stream", "cache-control": "no-store" } });
}

type Say = (event: string, data: unknown, id?: string) => void;

async function followBlocks(options: LiveOptions, cursor: string | undefined, signal: AbortSignal, say: Say) {
  const blocks = followRole({
    url: () => options.roleUrl("indexer", "/graphql/stream"),
    cursor,
    ends: false,
    signal,
    onUp: (index) => say("source", { index } satisfies LiveSource),
  });
  for await (const { id, data } of blocks) {
    const block = JSON.parse(data) as LiveBlock | null;
    if (block !== null) say("block", block, id);
  }
}

async function followRun(options: LiveOptions, run: Asked["runs"][number], signal: AbortSignal, say: Say) {
  const events = followRole({
    url: () => options.roleUrl("trainer", `/jobs/${run.id}/events`),
    cursor: run.after,
    ends: true,
    signal,
  });
  for await (const { id, data } of events)
    say("run", {
      run: run.id,
      id: Number(id),
      event: JSON.parse(data) as LiveRunEvent["event"],
    } satisfies LiveRunEvent);
}

function readAsked(query: URLSearchParams, lastEventId: string | undefined): Asked {
  const watches = query.getAll("watch").map((text) => {
    const at = text.indexOf(":");
    const path = text.slice(at + 1);
    if (at < 0 || !WATCHABLE.test(path) || path.includes("..") || STREAMS.test(path))
      throw new AssayError(`"${text}" can't be watched; give <hash or ->:<path of a role's answer>.`, {
        code: "bad_request",
        status: 400,
        field: "watch",
      });
    const known = text.slice(0, at);
    return { path, known: known === "-" ? undefined : known };
  });
  const runs = query.getAll("run").map((text) => {
    const match = RUN.exec(text);
    if (match?.[1] === undefined || match[2] === undefined)
      throw new AssayError(`"${text}" names no run; give <job id>@<last event id>.`, {
        code: "bad_request",
        status: 400,
        field: "run",
      });
    return { id: match[1], after: match[2] };
  });
  if (watches.length + runs.length > MAX_FOLLOWED)
    throw new AssayError(`One stream follows at most ${MAX_FOLLOWED} things.`, { code: "bad_request", status: 400 });
  return { watches, runs, since: lastEventId ?? query.get("since") ?? undefined };
}
