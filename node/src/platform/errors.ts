/** Options of an {@link AppError}. `status` is the HTTP status a role answers with when the error reaches a route. */
export interface AppErrorOptions {
  field?: string;
  status?: number;
  cause?: unknown;
}

/**
 * An error a user or another process can act on: a stable `code`, one sentence that names the field and the fix,
 * and, where one input is at fault, the name of that `field`. Everything else that is thrown is a fault of ours.
 */
export class AppError extends Error {
  readonly code: string;
  readonly field: string | undefined;
  readonly status: number;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.field = options.field;
    this.status = options.status ?? 400;
  }
}

/** The message of whatever was thrown, for logs and for errors that wrap it. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) {
    const short = (error as { shortMessage?: unknown }).shortMessage;
    return typeof short === "string" ? short : error.message;
  }
  return String(error);
}
