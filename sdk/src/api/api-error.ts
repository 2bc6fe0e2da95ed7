import { AssayError, type AssayErrorOptions } from "../errors/assay-error.ts";

/** A refusal by a service: its sentence, its stable code, the field it names, and the HTTP status (0: not reached). */
export class ApiError extends AssayError {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(message: string, options: AssayErrorOptions & { status: number }) {
    super(message, options);
    this.status = options.status;
  }
}
