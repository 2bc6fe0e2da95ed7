/** One server-sent event as it arrives. */
export interface ServerEvent {
  id?: string;
  event: string;
  data: string;
}

/** Reads a text/event-stream body. Whoever stops reading early ends the request. */
export async function* readEvents(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<ServerEvent> {
  // Late: most pages stream nothing.
  const { EventSourceParserStream } = await import("eventsource-parser/stream");
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const { id, event, data } = part.value;
      yield { ...(id === undefined ? {} : { id }), event: event ?? "message", data };
    }
  } finally {
    await reader.cancel();
  }
}
