import { AssayError } from "@assay/sdk/errors";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Logger } from "../log.ts";

export interface ErrorBody {
  error: { code: string; message: string; field?: string };
}

export interface AppOptions {
  log: Logger;
  /** largest request body, bytes; default 1 MiB */
  limitBytes?: number;
}

/** The answer to anything thrown in a route. Only AssayErrors tell the caller more than that it failed here. */
function answer(c: Context, log: Logger, error: Error): Response {
  if (error instanceof AssayError) {
    const { code, message, field, status } = error;
    if (status >= 500) log.error("request_failed", { path: c.req.path, error });
    return c.json<ErrorBody>(
      { error: { code, message, ...(field === undefined ? {} : { field }) } },
      status as ContentfulStatusCode,
    );
  }
  if (error instanceof HTTPException)
    return c.json<ErrorBody>({ error: { code: "http_error", message: error.message } }, error.status);
  log.error("request_failed", { path: c.req.path, error });
  return c.json<ErrorBody>(
    { error: { code: "internal", message: "This failed on our side; see the role's log for the cause." } },
    500,
  );
}

/** A Hono app with the project's error shape, 404s and body limit. */
export function createApp({ log, limitBytes = 1024 * 1024 }: AppOptions): Hono {
  const app = new Hono();
  app.onError((error, c) => answer(c, log, error));
  app.notFound((c) =>
    c.json<ErrorBody>(
      { error: { code: "not_found", message: `There is nothing at ${c.req.method} ${c.req.path}.` } },
      404,
    ),
  );
  app.use(
    bodyLimit({
      maxSize: limitBytes,
      onError: () => {
        throw new AssayError(`The request is larger than ${limitBytes} bytes; send less at a time.`, {
          code: "body_too_large",
          status: 413,
          field: "body",
        });
      },
    }),
  );
  return app;
}

/** The request's body as JSON, or AssayError body_invalid. */
export async function readJsonBody(c: Context): Promise<unknown> {
  try {
    return (await c.req.json()) as unknown;
  } catch (cause) {
    throw new AssayError("The request body must be JSON.", { code: "body_invalid", field: "body", cause });
  }
}
