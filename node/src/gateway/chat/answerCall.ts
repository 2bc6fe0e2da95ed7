import { randomBytes } from "node:crypto";
import type { ChatParams } from "@assay/sdk/api";
import type { Outcome } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { EngineClient } from "../../platform/engine/client.ts";
import type { DeclaredCheck } from "../../reputation/declared.ts";
import type { ChatRequest, CompletionUsage } from "../../serving/openai.ts";
import type { ServingProfile } from "../../serving/profile.ts";
import type { CallRecord } from "./callRecord.ts";

/** A whole answer: what it says, what it took, and whether it kept to what the exam declares. */
export interface Answer {
  text: string;
  finish: "stop" | "length";
  usage: CompletionUsage;
  outcome: Outcome;
}

export interface AnswerOptions {
  engine: EngineClient;
  /** receipt id, told with every failure */
  id: string;
  modelId: string;
  request: ChatRequest;
  profile: ServingProfile;
  adapterDir: string;
  record: CallRecord;
  check: DeclaredCheck | undefined;
  timeoutSeconds: number;
  /** the caller hung up */
  signal: AbortSignal;
}

/** Time the engine may take in all. It runs only while we wait for the engine: a caller who reads slowly must not fail a model. */
function createBudget(seconds: number) {
  const over = new AbortController();
  let leftMs = seconds * 1000;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    signal: over.signal,
    run(): void {
      since = performance.now();
      timer = setTimeout(() => over.abort(), leftMs);
    },
    pause(): void {
      clearTimeout(timer);
      leftMs = Math.max(0, leftMs - (performance.now() - since));
    },
  };
}

function engineParams({ request, profile, adapterDir }: AnswerOptions): ChatParams {
  const hasSystem = request.messages.some(({ role }) => role === "system");
  const wanted = request.temperature ?? profile.defaultTemperatureMilli / 1000;
  return {
    base: profile.base,
    adapterDir,
    messages: hasSystem
      ? request.messages
      : [{ role: "system" as const, content: profile.systemPrompt }, ...request.messages],
    // Callers are clamped to what was evaluated.
    temperature: Math.min(wanted, profile.maxTemperatureMilli / 1000),
    maxTokens: Math.min(request.maxTokens ?? profile.maxTokens, profile.maxTokens),
    key: randomBytes(32).toString("hex"),
  };
}

/** Faults that say nothing of the model: an engine nobody can reach is ours, messages it can't take are the caller's. */
const isModelFault = (error: unknown): error is AssayError =>
  error instanceof AssayError &&
  error.status >= 500 &&
  error.code !== "engine_unreachable" &&
  !error.code.startsWith("messages.");

/** Writes a failure of the model down and words it for the caller; other faults pass through. */
async function failed(
  error: unknown,
  { id, modelId, record, timeoutSeconds }: AnswerOptions,
  late: boolean,
  text: string,
  pieces: number,
): Promise<unknown> {
  const uncharged = `it was not charged and not tried elsewhere (receipt ${id}); send it again with the same voucher.`;
  if (late) {
    await record.fail("timeout", text, pieces);
    const message = `Model ${modelId} gave no whole answer within ${timeoutSeconds} seconds; ${uncharged}`;
    return new AssayError(message, { code: "model_timeout", status: 504, cause: error });
  }
  if (!isModelFault(error)) return error;
  await record.fail("transport", text, pieces);
  const message = `${error.message} That was model ${modelId}; ${uncharged}`;
  return new AssayError(message, { code: error.code, status: error.status, cause: error });
}

/** See PreparedCall.answer. */
export async function* answerCall(options: AnswerOptions): AsyncGenerator<string, Answer> {
  const { engine, request, record, check, signal } = options;
  const params = engineParams(options);
  const budget = createBudget(options.timeoutSeconds);
  let text = "";
  let delivered = "";
  let pieces = 0;
  let settled = false;
  try {
    budget.run();
    for await (const event of engine.chat(params, AbortSignal.any([signal, budget.signal]))) {
      budget.pause();
      if (event.event === "token") {
        text += event.data.text;
        yield event.data.text;
        delivered = text;
        pieces++;
      } else if (event.event === "done") {
        const { promptTokens, completionTokens } = event.data;
        const usage = { promptTokens, completionTokens };
        const outcome = check?.(text) === false ? "schema" : "answered";
        // Before the charge: a database that fails is no fault of the model, and must not be charged twice.
        settled = true;
        await record.charge(outcome, text, usage.completionTokens);
        return { text, finish: usage.completionTokens >= params.maxTokens ? "length" : "stop", usage, outcome };
      }
      budget.run();
    }
    throw new AssayError("The model stopped before it finished.", { code: "engine_failed", status: 502 });
  } catch (error) {
    const late = budget.signal.aborted;
    if (settled || (signal.aborted && !late)) throw error;
    settled = true;
    throw await failed(error, options, late, delivered, pieces);
  } finally {
    budget.pause();
    if (!settled && request.stream && pieces > 0) await record.charge("answered", delivered, pieces);
  }
}
