import type { Static, TSchema } from "typebox";
import { AssayError, type AssayErrorOptions } from "../errors/assay-error.ts";
import { readEvents } from "./events.ts";
import type { Endpoint, EventOf, ReplyOf, RequestOf, Route, Routes } from "./route.ts";

/** A refusal by a service: its sentence, its stable code, the field it names, and the HTTP status (0: not reached). */
export class ApiError extends AssayError {
  override readonly name = "ApiError";
  override readonly status: number;

  constructor(message: string, options: AssayErrorOptions & { status: number }) {
    super(message, options);
    this.status = options.status;
  }
}

export interface ApiClientOptions {
  /** who answers, named in errors; "The service" where nothing is said */
  name?: string;
  /** sent with every request */
  headers?: Record<string, string>;
  fetch?: typeof fetch;
  /** checks every reply, for a service that is not trusted; pass `validate` of `@assay/sdk/documents` */
  check?: <schema extends TSchema>(schema: schema, value: unknown, name: string) => Static<schema>;
}

export interface CallOptions {
  signal?: AbortSignal;
}

/** A form as a caller gives it: a file stays a file, text stays text, the rest is sent as JSON. */
type FormOf<route extends Route> = route extends { form: infer schema extends TSchema }
  ? { form: Omit<Static<schema>, "file"> & { file: Blob } }
  : unknown;

/** What a caller passes. JSON may hold bigints: they are sent as decimal strings. */
export type CallOf<route extends Route> = RequestOf<route> & FormOf<route>;

type Argument<route extends Route> =
  unknown extends CallOf<route> ? [call?: Record<string, never>] : [call: CallOf<route>];

type Answer<route extends Route> = route extends { bytes: true } ? ArrayBuffer : ReplyOf<route>;

type Caller<route extends Route> = (...args: [...Argument<route>, options?: CallOptions]) => Promise<Answer<route>>;

type Streamer<route extends Route> = route extends { events: object }
  ? { stream(...args: [...Argument<route>, options?: CallOptions]): AsyncGenerator<EventOf<route>> }
  : unknown;

/** A function per route; a route with events has its stream beside it. */
export type ApiClient<routes extends Routes> = {
  [name in keyof routes]: Caller<routes[name]> & Streamer<routes[name]>;
};

/** The parts of a call, before they are known to fit a route. */
interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  headers?: Record<string, unknown>;
  body?: unknown;
  form?: Record<string, unknown>;
}

const encode = (value: unknown): string =>
  JSON.stringify(value, (_key, entry: unknown) => (typeof entry === "bigint" ? entry.toString() : entry));

const texts = (record: Record<string, unknown> = {}): [string, string][] =>
  Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));

function urlOf(baseUrl: string, route: Endpoint, { params = {}, query }: Parts): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams(texts(query)).toString();
  return `${baseUrl.replace(/\/$/, "")}${path}${search === "" ? "" : `?${search}`}`;
}

function formOf(fields: Record<string, unknown>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value instanceof Blob) form.set(name, value);
    else if (value !== undefined) form.set(name, typeof value === "string" ? value : encode(value));
  }
  return form;
}

function requestOf(route: Endpoint, { headers, body, form }: Parts, own: Record<string, string>): RequestInit {
  const sent = {
    accept: route.events === undefined ? "application/json" : "text/event-stream, application/json",
    ...own,
    ...Object.fromEntries(texts(headers)),
  };
  if (form !== undefined) return { method: route.method, headers: sent, body: formOf(form) };
  if (body === undefined) return { method: route.method, headers: sent };
  return { method: route.method, headers: { ...sent, "content-type": "application/json" }, body: encode(body) };
}

interface Refusal {
  code?: string;
  message?: string;
  field?: string;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // A proxy may answer with a page of its own; the status then says all there is to say.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function refusalOf(response: Response, name: string): Promise<ApiError> {
  const body = parseJson(await response.text()) as { error?: Refusal } | undefined;
  const { code, message, field } = body?.error ?? {};
  return new ApiError(
    message ??
      `${name} did not answer (HTTP ${response.status}). Nothing was changed; check that the stack is up and try again.`,
    { code: code ?? "http", status: response.status, ...(field === undefined ? {} : { field }) },
  );
}

/** What a stream says went wrong: an event `error`, or data that hold one. */
function faultIn(event: string, data: unknown): Refusal | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { error } = data as { error?: Refusal };
  return error ?? (event === "error" ? (data as Refusal) : undefined);
}

/**
 * A client of one service, typed by its routes. A refusal is thrown as {@link ApiError} with the service's own sentence.
 *
 * @example
 * const trainer = createApiClient("http://127.0.0.1:4600/api/trainer", trainerApi);
 * const job = await trainer.job({ params: { id } });
 *
 * A page leaves the schemas out of its bundle: it gives the routes' methods and paths, and their types by name.
 * @example
 * const trainer = createApiClient<typeof trainerApi>("/api/trainer", trainerEndpoints);
 */
export function createApiClient<routes extends Routes>(
  baseUrl: string,
  routes: Readonly<Record<keyof routes, Endpoint>> | routes,
  options: ApiClientOptions = {},
): ApiClient<routes> {
  const { name = "The service", headers = {}, check } = options;

  async function send(route: Endpoint, parts: Parts, { signal }: CallOptions): Promise<Response> {
    const init = { ...requestOf(route, parts, headers), ...(signal === undefined ? {} : { signal }) };
    const response = await (options.fetch ?? fetch)(urlOf(baseUrl, route, parts), init).catch((cause: unknown) => {
      if (signal?.aborted) throw signal.reason;
      if (!(cause instanceof TypeError)) throw cause;
      throw new ApiError(`${name} can't be reached. Nothing was changed; check that the stack is up.`, {
        code: "unreachable",
        status: 0,
        cause,
      });
    });
    if (!response.ok) throw await refusalOf(response, name);
    return response;
  }

  async function ask(route: Endpoint, parts: Parts, call: CallOptions): Promise<unknown> {
    const response = await send(route, parts, call);
    if (route.bytes) return await response.arrayBuffer();
    const reply: unknown = await response.json();
    return check === undefined || route.reply === undefined ? reply : check(route.reply, reply, "reply");
  }

  async function* listen(route: Endpoint, parts: Parts, call: CallOptions) {
    const { body } = await send(route, parts, call);
    if (body === null) throw new ApiError(`${name} sent no answer; ask again.`, { code: "empty", status: 200 });
    for await (const { id, event, data: text } of readEvents(body)) {
      // OpenAI's end of a stream.
      if (text === "[DONE]") return;
      const data: unknown = JSON.parse(text);
      const fault = faultIn(event, data);
      if (fault !== undefined)
        throw new ApiError(fault.message ?? "The answer broke off; ask again.", {
          code: fault.code ?? "stream",
          status: 200,
        });
      yield { event, id, data };
    }
  }

  const calls = Object.entries<Endpoint>(routes).map(([key, route]) => {
    const caller = (parts: Parts = {}, call: CallOptions = {}) => ask(route, parts, call);
    const stream = (parts: Parts = {}, call: CallOptions = {}) => listen(route, parts, call);
    return [key, Object.assign(caller, route.events === undefined ? {} : { stream })];
  });
  return Object.fromEntries(calls) as ApiClient<routes>;
}
