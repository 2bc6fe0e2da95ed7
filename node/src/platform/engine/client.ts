import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../config.ts";
import { AppError, messageOf } from "../errors.ts";
import { readEvents, type ServerEvent } from "../http/sse.ts";
import { type JsonObject, readObject, readString } from "../json.ts";
import { retry } from "../retry.ts";

const POLL_MS = 1_000;
/** How long a job waits for an engine that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;

export type EngineJobKind = "evaluate" | "recheck" | "attribute" | "accuracy";

export interface EngineProgress {
  done: number;
  total: number;
  /** null until the engine can tell */
  secondsLeft?: number | null;
}

export interface EngineJob {
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress?: EngineProgress;
  result?: unknown;
  error?: { code: string; message: string };
}

export interface ChatParams {
  base: string;
  adapterDir: string | null;
  messages: { role: "system" | "user" | "assistant"; content: string }[];
  temperature: number;
  maxTokens: number;
  /** hex seed of the sampler */
  key: string;
}

export interface RunJobOptions {
  kind: EngineJobKind;
  params: object;
  /** names the work: submitting the same key twice gives the same job */
  jobKey: string;
  signal?: AbortSignal;
  /** waited for before the engine is asked again */
  onProgress?(progress: EngineProgress): unknown;
}

/** The resident Python engine. Every failure is an AppError whose code is the engine's or `engine_unreachable`. */
export interface EngineClient {
  health(): Promise<JsonObject>;
  submit(kind: EngineJobKind, params: object, jobKey: string): Promise<string>;
  job(jobId: string): Promise<EngineJob>;
  /**
   * Submits and waits for the result. Survives a restart of the engine: the job is submitted again. An abort cancels the
   * engine's job too; what it finished is kept under its key.
   */
  runJob(options: RunJobOptions): Promise<unknown>;
  /** Streams `token` and `done` events of a chat; an `error` event is thrown. */
  chat(params: ChatParams, signal?: AbortSignal): AsyncGenerator<ServerEvent>;
  post(path: string, body: object, signal?: AbortSignal): Promise<JsonObject>;
}

/** Where the engine listens now: `<home>/run/engine.json` when it is there, else config.engine. */
function locate(config: Pick<Config, "home" | "engine">): { url: string; token: string } {
  let { url, token } = config.engine;
  try {
    const file = JSON.parse(readFileSync(join(config.home, "run", "engine.json"), "utf8")) as JsonObject;
    if (typeof file.url === "string") url = file.url;
    if (typeof file.token === "string") token = file.token;
  } catch (cause) {
    if (url === undefined) throw unreachable(messageOf(cause), cause);
  }
  if (url === undefined || token === undefined) throw unreachable("no url or token is configured", undefined);
  return { url, token };
}

function unreachable(why: string, cause: unknown): AppError {
  return new AppError(
    "engine_unreachable",
    `The model engine does not answer (${why}); it may still be starting, else see logs/engine.log.`,
    { status: 503, cause },
  );
}

/** True where there is no job any more: the engine is away, or has forgotten it. */
function isGone(error: unknown): boolean {
  return (
    error instanceof AppError &&
    (error.code === "engine_unreachable" || error.code === "unknown_job" || error.status === 404)
  );
}

async function failure(response: Response): Promise<AppError> {
  const text = await response.text();
  try {
    const error = readObject((JSON.parse(text) as JsonObject).error, "error");
    const field = typeof error.field === "string" ? { field: error.field } : {};
    return new AppError(readString(error.code, "code"), readString(error.message, "message"), {
      status: response.status,
      ...field,
    });
  } catch (cause) {
    return new AppError("engine_failed", `The model engine answered ${response.status}: ${text.slice(0, 200)}`, {
      status: 502,
      cause,
    });
  }
}

export function createEngineClient(config: Pick<Config, "home" | "engine">): EngineClient {
  const request = async (method: string, path: string, body?: object, signal?: AbortSignal): Promise<Response> => {
    const { url, token } = locate(config);
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason;
      throw unreachable(messageOf(cause), cause);
    });
    if (!response.ok) throw await failure(response);
    return response;
  };
  const json = async (method: string, path: string, body?: object, signal?: AbortSignal): Promise<JsonObject> =>
    readObject(await (await request(method, path, body, signal)).json(), path);

  const submit = async (kind: EngineJobKind, params: object, jobKey: string): Promise<string> =>
    readString((await json("POST", "/jobs", { kind, params, jobKey })).jobId, "jobId");
  const job = async (jobId: string): Promise<EngineJob> =>
    (await json("GET", `/jobs/${encodeURIComponent(jobId)}`)) as unknown as EngineJob;

  const cancel = async (jobId: string): Promise<void> =>
    void (await request("DELETE", `/jobs/${encodeURIComponent(jobId)}`));

  /** One try: until the job ends, or the engine is gone or has forgotten it. */
  const attempt = async (options: RunJobOptions, onContact: () => void): Promise<unknown> => {
    const jobId = await submit(options.kind, options.params, options.jobKey);
    try {
      return await follow(jobId, options, onContact);
    } catch (error) {
      // The engine does not hear of an abort by itself; its queue would go on for minutes.
      if (options.signal?.aborted) {
        await cancel(jobId).catch((failed: unknown) => {
          if (!isGone(failed)) throw failed;
        });
      }
      throw error;
    }
  };

  const follow = async (
    jobId: string,
    { kind, signal, onProgress }: RunJobOptions,
    onContact: () => void,
  ): Promise<unknown> => {
    for (;;) {
      signal?.throwIfAborted();
      const state = await job(jobId);
      onContact();
      if (state.progress !== undefined) await onProgress?.(state.progress);
      if (state.state === "done") return state.result;
      if (state.state === "failed" || state.state === "cancelled")
        throw new AppError(
          state.error?.code ?? "engine_failed",
          state.error?.message ?? `The ${kind} job was ${state.state}.`,
          { status: 502 },
        );
      await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  };

  const runJob = (options: RunJobOptions): Promise<unknown> =>
    retry((onContact) => attempt(options, onContact), {
      isWorthRetrying: isGone,
      patienceMs: PATIENCE_MS,
      pauseMs: POLL_MS,
      signal: options.signal,
    });

  async function* chat(params: ChatParams, signal?: AbortSignal): AsyncGenerator<ServerEvent> {
    const response = await request("POST", "/chat", params, signal);
    if (response.body === null) throw unreachable("empty answer", undefined);
    for await (const event of readEvents(response.body)) {
      if (event.event === "error") {
        const data = readObject((JSON.parse(event.data) as JsonObject).error, "error");
        throw new AppError(
          readString(data.code ?? "engine_failed", "code"),
          readString(data.message ?? "The model engine failed.", "message"),
          { status: 502 },
        );
      }
      yield event;
    }
  }

  return {
    health: () => json("GET", "/health"),
    submit,
    job,
    runJob,
    chat,
    post: (path, body, signal) => json("POST", path, body, signal),
  };
}
