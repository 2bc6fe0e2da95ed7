import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import { ApiError, ensureOk } from "./http.ts";

/** Posts JSON and yields the server-sent events of the answer. Throws ApiError when the call is refused. */
export async function* postStream(
  path: string,
  body: unknown,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): AsyncGenerator<EventSourceMessage> {
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "text/event-stream", ...options.headers },
    signal: options.signal ?? null,
  });
  await ensureOk(response, "The model");
  if (!response.body)
    throw new ApiError({ message: "The model sent no answer; ask again.", code: "empty", status: response.status });
  const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
  const reader = events.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

interface Fault {
  message: string;
  code: string;
}

/** The piece of text an event adds: the worker's `token` events and OpenAI's chunks alike. Throws what the stream says went wrong. */
export function textOf(event: EventSourceMessage): string {
  if (event.data === "[DONE]") return "";
  const data = JSON.parse(event.data) as Partial<Fault> & {
    text?: string;
    error?: Fault;
    choices?: { delta?: { content?: string } }[];
  };
  const fault = data.error ?? (event.event === "error" ? data : undefined);
  if (fault)
    throw new ApiError({
      message: fault.message ?? "The answer broke off; ask again.",
      code: fault.code ?? "stream",
      status: 200,
    });
  if (event.event === "done") return "";
  return data.choices?.[0]?.delta?.content ?? data.text ?? "";
}
