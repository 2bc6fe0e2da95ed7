import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  ApiError,
  type ChatParams,
  createApiClient,
  type EngineHealth,
  type EngineJobKind,
  type EngineJobParams,
  type EngineJobRequest,
  type EngineJobResult,
  type EngineProgress,
  type EventOf,
  engineApi,
  engineJobs,
} from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Config } from "../config.ts";
import { messageOf } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import { retry } from "../retry.ts";

const POLL_MS = 1_000;
/** How long a job waits for an engine that is starting or was restarted, milliseconds. */
const PATIENCE_MS = 180_000;

/** `token` or `done`; an `error` is thrown. */
export type ChatEvent = EventOf<typeof engineApi.chat>;

export interface RunJobOptions<kind extends EngineJobKind> {
  kind: kind;
  params: EngineJobParams<kind>;
  /** names the work: submitting the same key twice gives the same job */
  jobKey: string;
  signal?: AbortSignal;
  /** waited for before the engine is asked again */
  onProgress?(progress: EngineProgress): unknown;
}

/** The resident Python engine. Every failure is an AssayError whose code is the engine's or `engine_unreachable`. */
export interface EngineClient {
  health(): Promise<EngineHealth>;
  /**
   * Submits and waits for the result. Survives a restart of the engine: the job is submitted again. An abort cancels the
   * engine's job too; what it finished is kept under its key.
   */
  runJob<kind extends EngineJobKind>(options: RunJobOptions<kind>): Promise<EngineJobResult<kind>>;
  /** Streams a chat; what the engine says went wrong is thrown. */
  chat(params: ChatParams, signal?: AbortSignal): AsyncGenerator<ChatEvent>;
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

function unreachable(why: string, cause: unknown): AssayError {
  return new AssayError(
    `The model engine does not answer (${why}); it may still be starting, else see logs/engine.log.`,
    { code: "engine_unreachable", status: 503, cause },
  );
}

/** True where there is no job any more: the engine is away, or has forgotten it. */
function isGone(error: unknown): boolean {
  return (
    error instanceof AssayError &&
    (error.code === "engine_unreachable" || error.code === "unknown_job" || error.status === 404)
  );
}

/** A refusal of the engine in this process's own terms; other faults stay as they are. */
function failure(error: unknown): unknown {
  if (!(error instanceof ApiError)) return error;
  const { code, status, field, message } = error;
  if (status === 0) return unreachable(messageOf(error.cause), error.cause);
  if (code === "http") return new AssayError(message, { code: "engine_failed", status: 502, cause: error });
  // A stream that breaks off has the status of its beginning.
  return new AssayError(message, {
    code,
    status: status < 400 ? 502 : status,
    ...(field === undefined ? {} : { field }),
  });
}

/** The engine is ours, but a result of another shape must not become a commitment. */
function resultOf<kind extends EngineJobKind>(kind: kind, result: unknown): EngineJobResult<kind> {
  try {
    return validate(engineJobs[kind].result, result, kind) as EngineJobResult<kind>;
  } catch (error) {
    if (!(error instanceof AssayError)) throw error;
    throw new AssayError(`The model engine's result is not valid: ${error.message}`, {
      code: "engine_inconsistent",
      status: 502,
      cause: error,
    });
  }
}

export function createEngineClient(config: Pick<Config, "home" | "engine">): EngineClient {
  const api = () => {
    const { url, token } = locate(config);
    return createApiClient(url, engineApi, { name: "The model engine", headers: { authorization: `Bearer ${token}` } });
  };
  const ask = async <answer>(work: (engine: ReturnType<typeof api>) => Promise<answer>): Promise<answer> => {
    try {
      return await work(api());
    } catch (error) {
      throw failure(error);
    }
  };

  const cancel = async (id: string): Promise<void> =>
    void (await ask((engine) => engine.cancelJob({ params: { id } })));

  /** One try: until the job ends, or the engine is gone or has forgotten it. */
  const attempt = async <kind extends EngineJobKind>(options: RunJobOptions<kind>, onContact: () => void) => {
    const { kind, params, jobKey } = options;
    const body = { kind, params, jobKey } as EngineJobRequest;
    const { jobId } = await ask((engine) => engine.submitJob({ body }));
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

  const follow = async <kind extends EngineJobKind>(
    id: string,
    { kind, signal, onProgress }: RunJobOptions<kind>,
    onContact: () => void,
  ): Promise<EngineJobResult<kind>> => {
    for (;;) {
      signal?.throwIfAborted();
      const { state, progress, result, error } = await ask((engine) => engine.job({ params: { id } }));
      onContact();
      if (progress !== undefined) await onProgress?.(progress);
      if (state === "done") return resultOf(kind, result);
      if (state === "failed" || state === "cancelled")
        throw new AssayError(error?.message ?? `The ${kind} job was ${state}.`, {
          code: error?.code ?? "engine_failed",
          status: 502,
        });
      await delay(POLL_MS, undefined, signal === undefined ? {} : { signal });
    }
  };

  const runJob: EngineClient["runJob"] = (options) =>
    retry((onContact) => attempt(options, onContact), {
      isWorthRetrying: isGone,
      patienceMs: PATIENCE_MS,
      pauseMs: POLL_MS,
      signal: options.signal,
    });

  async function* chat(params: ChatParams, signal?: AbortSignal): AsyncGenerator<ChatEvent> {
    try {
      yield* api().chat.stream({ body: params }, signal === undefined ? {} : { signal });
    } catch (error) {
      throw failure(error);
    }
  }

  return { health: () => ask((engine) => engine.health()), runJob, chat };
}
