import { AssayError } from "@assay/sdk/errors";
import type { ExamBatchPlain } from "../exam/batch.ts";

/** Codes of faults that only the custodian can have caused: whatever is wrong is sealed or wrapped, and stays wrong. */
const CUSTODIANS = new Set(["exam_invalid", "exam_malformed", "wrap_broken", "seal_broken"]);

/** Whether an exam can never be opened by this seat, as against one that cannot be fetched right now. */
export function isCustodiansFault(error: unknown): error is AssayError {
  return error instanceof AssayError && CUSTODIANS.has(error.code);
}

/** Throws AssayError exam_malformed for an exam that matches its hashes but can't be graded as it says. */
export function requireSoundExam({ grader, labels, items }: ExamBatchPlain): void {
  if (new Set(items.map((item) => item.slot)).size !== items.length)
    throw malformed("uses one slot for two items", "slot");
  const declared = new Set(labels);
  if (declared.size !== labels.length) throw malformed("lists one label twice", "labels");
  const outside = grader === "label-set" ? items.find((item) => !declared.has(item.label)) : undefined;
  if (outside !== undefined) throw malformed(`asks for a label in slot ${outside.slot} that it does not list`, "label");
}

function malformed(how: string, field: string): AssayError {
  return new AssayError(`The exam ${how}; it was refused and the custodian reported.`, {
    code: "exam_malformed",
    status: 502,
    field,
  });
}
