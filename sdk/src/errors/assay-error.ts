/** Options of an {@link AssayError}. */
export type AssayErrorOptions = {
  /** Stable, upper-case identifier; loops and views branch on it, never on the text. */
  code: string;
  /** What to do next, one sentence. */
  hint?: string;
  /** Page under docs/ that explains it. */
  docsPath?: string;
  /** The field of the input at fault, as a dotted path. */
  field?: string;
  cause?: unknown;
};

/** Every error this package throws: one sentence naming field and fix, and a stable code. */
export class AssayError extends Error {
  override readonly name: string = "AssayError";
  readonly code: string;
  readonly hint: string | undefined;
  readonly docsPath: string | undefined;
  readonly field: string | undefined;

  constructor(message: string, options: AssayErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.hint = options.hint;
    this.docsPath = options.docsPath;
    this.field = options.field;
  }
}
