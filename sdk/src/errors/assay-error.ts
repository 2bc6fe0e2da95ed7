/** Options of an {@link AssayError}. */
export type AssayErrorOptions = {
  /** Stable identifier, upper-case in this package and lower-case in the node; loops and views branch on it, never on the text. */
  code: string;
  /** What to do next, one sentence. */
  hint?: string;
  /** Page under docs/ that explains it. */
  docsPath?: string;
  /** The field of the input at fault, as a dotted path. */
  field?: string;
  /** HTTP status that a service answers with when the error reaches a route; 400 unless told otherwise. */
  status?: number;
  cause?: unknown;
};

/** The one error that is meant to be read: a sentence naming field and fix, and a stable code. Any other throw is a fault of ours. */
export class AssayError extends Error {
  override name = "AssayError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly docsPath: string | undefined;
  readonly field: string | undefined;
  readonly status: number;

  constructor(message: string, options: AssayErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.docsPath = options.docsPath;
    this.field = options.field;
    this.status = options.status ?? 400;
  }
}
