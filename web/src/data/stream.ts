import { ApiError, ensureOk } from "./http.ts";

export interface StreamEvent {
  event: string;
  data: string;
}

/** Posts JSON and yields the server-sent events of the answer. Throws ApiError when the call is refused. */
export async function* postStream(
  path: string,
  body: unknown,
  options: { headers?: Record<string, string>; signal?: AbortSignal } = {},
): AsyncGenerator<StreamEvent> {
  const response = await fetch(path, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", accept: "text/event-stream", ...options.headers },
    signal: options.signal ?? null,
  });
  await ensureOk(response, "The model");
  if (!response.body)
    throw new ApiError({ message: "The model sent no answer; ask again.", code: "empty", status: response.status });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    buffer += part.value;
    const blocks = buffer.split(/\r?\n\r?\n/);
    buffer = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parseBlock(block);
      if (event) yield event;
    }
  }
}

function parseBlock(block: string): StreamEvent | undefined {
  const field = (name: string) =>
    block
      .split(/\r?\n/)
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).trimStart())
      .join("\n");
  const data = field("data");
  return data === "" ? undefined : { event: field("event") || "message", data };
}

interface Fault {
  message: string;
  code: string;
}

/** The piece of text an event adds: the worker's `token` events and OpenAI's chunks alike. Throws what the stream says went wrong. */
export function textOf(event: StreamEvent): string {
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
