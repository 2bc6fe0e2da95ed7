/** A refusal by one of the roles: its sentence, its stable code and the field it names. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;
  readonly field: string | undefined;
  readonly body: unknown;
  constructor(options: { message: string; code: string; status: number; field?: string | undefined; body?: unknown }) {
    super(options.message);
    this.name = "ApiError";
    this.code = options.code;
    this.status = options.status;
    this.field = options.field;
    this.body = options.body;
  }
}

/** Throws an ApiError unless the response is 2xx. */
export async function ensureOk(response: Response, what: string): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  const body = parse(text);
  const error = (body as { error?: { code?: string; message?: string; field?: string } } | undefined)?.error;
  throw new ApiError({
    message:
      error?.message ??
      `${what} did not answer (HTTP ${response.status}). Nothing was changed; check that the stack is up and try again.`,
    code: error?.code ?? "http",
    status: response.status,
    field: error?.field,
    body,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const roleOf = (path: string): string => `The ${path.split("/")[2] ?? "portal"}`;

async function call(path: string, init: RequestInit): Promise<Response> {
  try {
    return await ensureOk(await fetch(path, init), roleOf(path));
  } catch (error) {
    if (error instanceof TypeError) {
      throw new ApiError({
        message: `${roleOf(path)} can't be reached. Nothing was changed; check that the stack is up.`,
        code: "unreachable",
        status: 0,
      });
    }
    throw error;
  }
}

export async function getJson<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await call(path, { headers: { accept: "application/json" }, signal: signal ?? null })).json()) as T;
}

/** Sends JSON; bigint values travel as decimal strings. */
export async function postJson<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const text = JSON.stringify(body, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
  const response = await call(path, {
    method: "POST",
    body: text,
    headers: { "content-type": "application/json", ...headers },
  });
  return (await response.json()) as T;
}

export async function postForm<T>(path: string, form: FormData): Promise<T> {
  return (await (await call(path, { method: "POST", body: form })).json()) as T;
}

export async function deleteJson<T>(path: string): Promise<T> {
  return (await (await call(path, { method: "DELETE" })).json()) as T;
}
