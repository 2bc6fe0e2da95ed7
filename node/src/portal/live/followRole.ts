import { setTimeout as delay } from "node:timers/promises";
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;

export interface RoleStream {
  /** The stream's address now, undefined while its role is not running. */
  url(): URL | undefined;
  /** Id of the last event that was heard. */
  cursor?: string | undefined;
  /** Whether a stream that ends by itself has said everything. */
  ends: boolean;
  signal: AbortSignal;
  /** Hears whether the role can be followed, at each change. */
  onUp?: (up: boolean) => void;
}

/** The events of a role's stream. A broken stream is opened again, ever more slowly, and resumes where it stopped. */
export async function* followRole(stream: RoleStream): AsyncGenerator<EventSourceMessage, void> {
  let { cursor } = stream;
  let up: boolean | undefined;
  let waitMs = FIRST_WAIT_MS;
  const tell = (now: boolean) => {
    if (up !== now) stream.onUp?.(now);
    up = now;
  };
  while (!stream.signal.aborted) {
    const answer = await open(stream, cursor);
    if (answer !== undefined && !answer.ok && answer.status < 500) return;
    if (answer?.ok && answer.body !== null) {
      tell(true);
      let broke = false;
      try {
        for await (const event of readAll(answer.body)) {
          waitMs = FIRST_WAIT_MS;
          cursor = event.id ?? cursor;
          yield event;
        }
      } catch (error) {
        if (stream.signal.aborted) return;
        if (!isNetworkFault(error)) throw error;
        broke = true;
      }
      if (stream.ends && !broke) return;
    }
    if (stream.signal.aborted) return;
    tell(false);
    await delay(waitMs, undefined, { signal: stream.signal }).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  }
}

/** The stream's answer, or undefined while nobody answers. */
async function open({ url, signal }: RoleStream, cursor: string | undefined): Promise<Response | undefined> {
  const target = url();
  if (target === undefined) return undefined;
  const headers = { accept: "text/event-stream", ...(cursor === undefined ? {} : { "last-event-id": cursor }) };
  try {
    return await fetch(target, { headers, signal });
  } catch (error) {
    if (signal.aborted || isNetworkFault(error)) return undefined;
    throw error;
  }
}

const readAll = (body: ReadableStream<Uint8Array>): ReadableStream<EventSourceMessage> =>
  body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
    .pipeThrough(new EventSourceParserStream());

/** fetch tells of a connection that failed or broke by a TypeError. */
const isNetworkFault = (error: unknown): boolean => error instanceof TypeError;
