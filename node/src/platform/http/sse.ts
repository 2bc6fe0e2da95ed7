/** One server-sent event. */
export interface ServerEvent {
  id?: string;
  event: string;
  data: string;
}

/** Reads a text/event-stream body. Comments and events without data are skipped. */
export async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let buffer = "";
  for await (const chunk of body) {
    buffer += decoder.decode(chunk, { stream: true });
    const blocks = buffer.split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseEvent(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  const event: ServerEvent = { event: "message", data: "" };
  const data: string[] = [];
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(":");
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
    if (name === "data") data.push(value);
    else if (name === "event") event.event = value;
    else if (name === "id") event.id = value;
  }
  if (data.length === 0) return undefined;
  event.data = data.join("\n");
  return event;
}

/** The text of one event for a stream this process serves. */
export function formatEvent(event: { id?: string | number; event?: string; data: unknown }): string {
  const head =
    (event.id === undefined ? "" : `id: ${event.id}\n`) + (event.event === undefined ? "" : `event: ${event.event}\n`);
  return `${head}data: ${JSON.stringify(event.data)}\n\n`;
}
