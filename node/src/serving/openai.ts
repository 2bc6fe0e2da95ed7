import { AppError } from "../platform/errors.ts";
import { readArray, readObject, readString } from "../platform/json.ts";

/** Largest conversation the gateway takes: enough for the evaluated conditions, far below an attack on memory. */
const MAX_MESSAGES = 64;
const MAX_MESSAGE_CHARACTERS = 16_000;

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  content: string;
}

/** The part of OpenAI's chat completion request that Assay answers; other fields are ignored as OpenAI does. */
export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  stream: boolean;
  temperature: number | undefined;
  maxTokens: number | undefined;
}

function readNumber(value: unknown, field: string, min: number, max: number): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "number" || !(value >= min && value <= max)) {
    throw new AppError("invalid_field", `${field} must be a number from ${min} to ${max}.`, { field });
  }
  return value;
}

function readMessage(value: unknown, field: string): ChatMessage {
  const message = readObject(value, field);
  const role = readString(message.role, `${field}.role`);
  if (role !== "system" && role !== "user" && role !== "assistant") {
    throw new AppError("invalid_field", `${field}.role must be system, user or assistant.`, { field: `${field}.role` });
  }
  if (typeof message.content !== "string" || message.content.length > MAX_MESSAGE_CHARACTERS) {
    throw new AppError(
      "invalid_field",
      `${field}.content must be a text of at most ${MAX_MESSAGE_CHARACTERS} characters.`,
      { field: `${field}.content` },
    );
  }
  return { role, content: message.content };
}

/** @throws AppError invalid_field naming the field */
export function parseChatRequest(body: unknown): ChatRequest {
  const source = readObject(body, "body");
  const messages = readArray(source.messages, "messages", MAX_MESSAGES).map((entry, i) =>
    readMessage(entry, `messages[${i}]`),
  );
  if (messages.at(-1)?.role !== "user") {
    throw new AppError("invalid_field", "messages must end with a message of the user.", { field: "messages" });
  }
  return {
    model: readString(source.model, "model", 200),
    messages,
    stream: source.stream === true,
    temperature: readNumber(source.temperature, "temperature", 0, 2),
    maxTokens: readNumber(source.max_completion_tokens ?? source.max_tokens, "max_tokens", 1, 4_096),
  };
}

interface Head {
  id: string;
  created: number;
  model: string;
}

/** One streamed piece in OpenAI's form. */
export function completionChunk(
  head: Head,
  delta: { role?: "assistant"; content?: string },
  finish: "stop" | "length" | null,
) {
  return { ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: finish }] };
}

export interface CompletionUsage {
  promptTokens: number;
  completionTokens: number;
}

/** A whole answer in OpenAI's form; `assay` says who answered, why, and what it cost. */
export function completion(
  head: Head,
  content: string,
  finish: "stop" | "length",
  usage: CompletionUsage,
  assay: object,
) {
  return {
    ...head,
    object: "chat.completion",
    choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: finish }],
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      total_tokens: usage.promptTokens + usage.completionTokens,
    },
    assay,
  };
}
