import type {
  CallRoute,
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionRequest,
  ChatConversation,
  ChatMessage,
} from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";

/** What a call asks, in the gateway's own words. */
export interface ChatRequest {
  model: string;
  messages: ChatMessage[];
  stream: boolean;
  temperature: number | undefined;
  maxTokens: number | undefined;
}

/** Throws unless somebody asks something: the conversation must end with the user. */
export function assertAsks({ messages }: Pick<ChatConversation, "messages">): void {
  if (messages.at(-1)?.role === "user") return;
  throw new AssayError("messages must end with a message of the user.", { code: "invalid_field", field: "messages" });
}

/** Most tokens of the answer, by OpenAI's newer name or its older one. */
export const tokenLimit = (request: ChatConversation): number | undefined =>
  request.max_completion_tokens ?? request.max_tokens ?? undefined;

/** @throws AssayError invalid_field naming the field */
export function readChatRequest(request: ChatCompletionRequest): ChatRequest {
  assertAsks(request);
  return {
    model: request.model,
    messages: request.messages,
    stream: request.stream === true,
    temperature: request.temperature ?? undefined,
    maxTokens: tokenLimit(request),
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
): ChatCompletionChunk {
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
  assay: CallRoute,
): ChatCompletion {
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
