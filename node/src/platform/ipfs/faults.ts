import { AssayError } from "@assay/sdk/errors";
import { messageOf } from "../errors.ts";

/** What can be wrong with content, each with the status that a route answers. */
const STATUS = {
  /** the text is not a CID, or not one that can be checked here */
  cid_invalid: 400,
  /** nobody showed it, here or within the time: says nothing about what it would hold */
  cid_not_found: 404,
  /** the path names nothing in the folder, which was read */
  path_not_found: 404,
  cid_too_large: 413,
  /** its blocks are what the CID says, and yet no file */
  cid_malformed: 422,
  /** the copy that was read is not what the CID names: proves nothing about the content either */
  cid_mismatch: 502,
} as const;
export type CidFault = keyof typeof STATUS;

/** Faults of the content itself, which stay however often it is read. */
const LASTING: ReadonlySet<string> = new Set<CidFault>(["cid_invalid", "cid_malformed", "cid_too_large"]);

/** Something about a CID. A fault of this machine, its disk or its Kubo node is an {@link IpfsFault} instead. */
export class CidError extends AssayError {
  constructor(code: CidFault, message: string, options: { cause?: unknown; status?: number } = {}) {
    super(message, { code, field: "cid", status: STATUS[code], ...options });
    this.name = "CidError";
  }
}

/**
 * This node could not read or write, whatever the content is: too many open files, a full disk, a Kubo node that is
 * down. Nothing may be concluded from it or remembered because of it; it is tried again.
 */
export class IpfsFault extends AssayError {
  constructor(what: string, cause: unknown) {
    super(`${what} (${messageOf(cause)}). Nothing is wrong with the content; try again.`, {
      code: "ipfs_unavailable",
      status: 503,
      cause,
    });
    this.name = "IpfsFault";
  }
}

/** True where the content itself is at fault, so that another look would end the same. */
export const isContentFault = (error: unknown): error is CidError =>
  error instanceof CidError && LASTING.has(error.code);

/** What reading and checking content ends with. Whatever is not here, a database that closed or a chain that is away, is ours. */
const ABOUT_CONTENT: ReadonlySet<string> = new Set([
  ...Object.keys(STATUS),
  "document_invalid",
  "NOT_JSON",
  "INVALID_DOCUMENT",
  // figures of a document that make no tree
  "ADDRESS_TWICE",
  "HASH_RANGE",
  "HASH_WORD",
  "exam_invalid",
  "exam_malformed",
  "seal_broken",
  "share_table_invalid",
  "statement_invalid",
]);

/**
 * True where a check of content, or the search for it, ended with a sentence about the content. Everything else is of this
 * node, of a service it asked, or an error of ours: whoever would conclude something for good must throw it instead.
 */
export const isAboutContent = (error: unknown): error is AssayError =>
  error instanceof AssayError && ABOUT_CONTENT.has(error.code);

/** True where no sound copy was found: content that is missing, late or damaged on the way is not proven false. */
export const isUnread = (error: unknown): error is CidError =>
  error instanceof CidError && (error.code === "cid_not_found" || error.code === "cid_mismatch");

/** Nobody here has it. */
export const notFound = (cid: { toString(): string }, cause?: unknown): CidError =>
  new CidError("cid_not_found", `No node here has ${cid}; start the node that published it, or check the CID.`, {
    cause,
  });

/** Nobody showed it in time. */
export const notFoundInTime = (cid: { toString(): string }, cause?: unknown): CidError =>
  new CidError("cid_not_found", `Nobody showed ${cid} within the time; it may exist all the same, so try again.`, {
    cause,
    status: 504,
  });

/** True where a signal fired because time ran out, as against a caller who left. */
export const isTimeout = (reason: unknown): boolean => (reason as { name?: unknown } | null)?.name === "TimeoutError";
