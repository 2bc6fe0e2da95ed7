import type { Context } from "hono";
import { stream } from "hono/streaming";

/** The text of one event for a stream this process serves. */
export function formatEvent(event: { id?: string | number; event?: string; data: unknown }): string {
  const head =
    (event.id === undefined ? "" : `id: ${event.id}\n`) + (event.event === undefined ? "" : `event: ${event.event}\n`);
  return `${head}data: ${JSON.stringify(event.data)}\n\n`;
}

/** What an event stream is written with. */
export interface EventWriter {
  send(event: Parameters<typeof formatEvent>[0]): Promise<void>;
  /** writes text as it is */
  write(text: string): Promise<void>;
  /** fires when the reader has gone */
  signal: AbortSignal;
}

/** Answers with a stream of events, which ends when `work` does. */
export function eventStream(c: Context, work: (out: EventWriter) => Promise<void>): Response {
  c.header("content-type", "text/event-stream; charset=utf-8");
  c.header("cache-control", "no-cache");
  return stream(c, async (out) => {
    const gone = new AbortController();
    out.onAbort(() => gone.abort());
    const write = async (text: string): Promise<void> => void (await out.write(text));
    await work({ write, send: (event) => write(formatEvent(event)), signal: gone.signal });
  });
}
