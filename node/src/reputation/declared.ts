import { parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { normalise } from "@assay/sdk/hashing";
import { keccak256 } from "viem";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import type { CatalogModel } from "./catalog.ts";

const LIMIT_BYTES = 16 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 10_000;

/** Whether an answer lies inside what the exam declares. */
export type DeclaredCheck = (answer: string) => boolean;

/** The check against a label set. */
export function labelCheck(labels: readonly string[]): DeclaredCheck {
  const forms = new Set(labels.map(normalise));
  return (answer) => forms.has(normalise(answer));
}

/**
 * Reads once per exam what answers it declares: a label set gives a check, other graders declare none (undefined). An
 * exam that can't be read now gives none either, so no answer is held against what was not seen; it is asked again.
 */
export function createDeclared(ipfs: Pick<Ipfs, "getBytes">) {
  const known = new Map<string, DeclaredCheck | undefined>();
  return async function declaredOf({ exam }: CatalogModel): Promise<DeclaredCheck | undefined> {
    if (exam === undefined) return undefined;
    if (known.has(exam.cid)) return known.get(exam.cid);
    const bytes = await ipfs.getBytes(exam.cid, {
      limitBytes: LIMIT_BYTES,
      signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
    });
    if (keccak256(bytes) !== exam.hash.toLowerCase())
      throw new AssayError(`The exam ${exam.cid} is not the one on chain.`, { code: "exam_invalid", status: 502 });
    const { grader, labels } = parseDocument("exam", bytes);
    const check = grader === "label-set" ? labelCheck(labels) : undefined;
    known.set(exam.cid, check);
    return check;
  };
}

export type Declared = ReturnType<typeof createDeclared>;
