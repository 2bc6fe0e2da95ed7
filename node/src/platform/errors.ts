import { AssayError } from "@assay/sdk/errors";

/** Options of an {@link AppError}. `status` is the HTTP status a role answers with when the error reaches a route. */
export interface AppErrorOptions {
  field?: string;
  status?: number;
  cause?: unknown;
}

/** An AssayError of the node: its code is lower-case, and it always has an HTTP status. Any other throw is a fault of ours. */
export class AppError extends AssayError {
  declare readonly status: number;

  constructor(code: string, message: string, options: AppErrorOptions = {}) {
    super(message, { status: 400, ...options, code });
    this.name = "AppError";
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
