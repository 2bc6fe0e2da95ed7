import type { Static } from "typebox";
import type { Hex } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { canonicalBytes, documentHash } from "../hashing/canonical.ts";
import { AttributionDocument } from "./attribution.ts";
import { DatanetDocument } from "./datanet.ts";
import { EpochDocument } from "./epoch.ts";
import { ExamDocument } from "./exam.ts";
import { JobDocument } from "./job.ts";
import { ReceiptDocument } from "./receipt.ts";
import { ReevaluationDocument } from "./reevaluation.ts";
import { ReportDocument } from "./report.ts";
import { RoutingPolicyDocument } from "./routing-policy.ts";
import { RunDocument } from "./run.ts";
import { StatementDocument } from "./statement.ts";
import { SuiteDocument } from "./suite.ts";
import { TranscriptDocument } from "./transcript.ts";
import { validate } from "./validate.ts";
import { VersionDocument } from "./version.ts";

/** Schema of every document that is pinned or signed, by kind. */
export const documentSchemas = {
  datanet: DatanetDocument,
  version: VersionDocument,
  exam: ExamDocument,
  job: JobDocument,
  run: RunDocument,
  suite: SuiteDocument,
  transcript: TranscriptDocument,
  report: ReportDocument,
  attribution: AttributionDocument,
  statement: StatementDocument,
  epoch: EpochDocument,
  receipt: ReceiptDocument,
  reevaluation: ReevaluationDocument,
  "routing-policy": RoutingPolicyDocument,
} as const;

export type DocumentKind = keyof typeof documentSchemas;
export type DocumentOf<kind extends DocumentKind> = Static<(typeof documentSchemas)[kind]>;

/** A document to be written: hex fields may be any string, since they are checked when it is encoded. */
export type Loose<T> = T extends Hex
  ? string
  : T extends readonly (infer item)[]
    ? readonly Loose<item>[]
    : T extends object
      ? { [key in keyof T]: Loose<T[key]> }
      : T;

const SHARE_TOTAL = 1_000_000;

/** What a JSON Schema can't say: sums that must hold. */
function checkSums(kind: DocumentKind, value: unknown): void {
  if (kind === "attribution") {
    const { shares } = value as AttributionDocument;
    const sum = shares.reduce((total, share) => total + share.ppm, 0);
    if (sum !== SHARE_TOTAL) {
      throw new AssayError(`attribution.shares must add up to ${SHARE_TOTAL} ppm, not ${sum}.`, {
        code: "INVALID_DOCUMENT",
        field: "attribution.shares",
      });
    }
  }
  if (kind === "statement") {
    const { fees, redemptions, total } = value as StatementDocument;
    const feeSum = fees.reduce((sum, fee) => sum + BigInt(fee.amount), 0n);
    const redeemed = redemptions.reduce((sum, entry) => sum + BigInt(entry.feeAmount), 0n);
    if (feeSum !== BigInt(total) || redeemed !== feeSum) {
      throw new AssayError(
        `statement.total is ${total}, but its fees add up to ${feeSum} and its redemptions to ${redeemed}.`,
        { code: "INVALID_DOCUMENT", field: "statement.total" },
      );
    }
  }
}

function readJson(kind: DocumentKind, source: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof source === "string" ? source : new TextDecoder("utf-8", { fatal: true }).decode(source));
  } catch (cause) {
    throw new AssayError(`${kind}.json must be UTF-8 JSON.`, { code: "NOT_JSON", field: kind, cause });
  }
}

/** Checks a value that is already parsed. Throws AssayError INVALID_DOCUMENT naming the field. */
export function checkDocument<kind extends DocumentKind>(kind: kind, value: unknown): DocumentOf<kind> {
  const document = validate(documentSchemas[kind], value, kind);
  checkSums(kind, document);
  return document;
}

/** Reads a document's bytes. Throws AssayError NOT_JSON or INVALID_DOCUMENT with one sentence naming the field. */
export function parseDocument<kind extends DocumentKind>(kind: kind, source: Uint8Array | string): DocumentOf<kind> {
  return checkDocument(kind, readJson(kind, source));
}

/** Checks a document and gives its canonical bytes and their keccak256: what is pinned and what goes on chain. */
export function encodeDocument<kind extends DocumentKind>(
  kind: kind,
  document: Loose<DocumentOf<kind>>,
): { bytes: Uint8Array<ArrayBuffer>; hash: Hex } {
  checkDocument(kind, document);
  const bytes = canonicalBytes(document);
  return { bytes, hash: documentHash(bytes) };
}
