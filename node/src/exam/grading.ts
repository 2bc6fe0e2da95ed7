import type { Grading } from "@assay/sdk/api";
import { checkGraderConfig, type GraderConfig, hasForm } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { canonicalBytes, documentHash, GRADERS, type Grader, normalise } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { readString } from "../platform/json.ts";

/** Above this many labels an answer is compared normalised, not against a closed set. */
const LABEL_SET_LIMIT = 200;
/** Most labels of a label set: as many as the engine takes (node/worker/assay_worker/engine/params.py). */
export const MOST_LABELS = 1_000;
const RUBRIC_LIMIT = 1_000;

export type { Grading };

/** The grading of a version whose curator chose none. */
export function defaultGrading(labels: string[]): Grading {
  return { grader: labels.length <= LABEL_SET_LIMIT ? "label-set" : "normalised" };
}

/** The grading that a document declares, without the rest of the document. */
export function gradingOf({ grader, graderConfig, rubric }: Grading): Grading {
  return {
    grader,
    ...(graderConfig === undefined ? {} : { graderConfig }),
    ...(rubric === undefined ? {} : { rubric }),
  };
}

/** Hash of a grading: two documents that say the same have the same. */
export function gradingHash({ grader, graderConfig = {}, rubric = "" }: Grading): Hex {
  return documentHash(canonicalBytes({ grader, graderConfig, rubric }));
}

/** `grader`, `graderConfig` and `rubric` of a request; the default grader where it names none. */
export function readGrading(body: Record<string, unknown>, labels: string[]): Grading {
  const { grader, graderConfig, rubric } = body;
  const chosen = grader === undefined ? defaultGrading(labels).grader : GRADERS.find((name) => name === grader);
  if (chosen === undefined)
    throw new AssayError(`grader must be one of ${GRADERS.join(", ")}.`, { code: "invalid_field", field: "grader" });
  const config = checkedConfig(chosen, graderConfig);
  return {
    grader: chosen,
    ...(Object.keys(config).length === 0 ? {} : { graderConfig: config }),
    ...(rubric === undefined ? {} : { rubric: readString(rubric, "rubric", RUBRIC_LIMIT) }),
  };
}

function checkedConfig(grader: Grader, config: unknown): GraderConfig {
  try {
    return checkGraderConfig(grader, config);
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw new AssayError(cause.message, { code: "invalid_field", field: cause.field ?? "graderConfig", cause });
  }
}

/** Throws unless the grader can pass somebody on every expected answer, and tell any two of a label set apart. */
export function checkExpected({ grader, graderConfig = {} }: Grading, labels: string[]): void {
  const refuse = (code: string, message: string) => new AssayError(message, { code, field: "contributionIds" });
  if (labels.length < 2) throw refuse("one_label", "All rows have the same label; add rows of another label.");
  const blank = labels.find((label) => !hasForm(grader, graderConfig, label));
  if (blank !== undefined)
    throw refuse(
      "label_without_form",
      `The label "${blank}" has no form under the grader ${grader}, so nobody could pass; change it.`,
    );
  if (grader === "label-set" && labels.length > MOST_LABELS)
    throw refuse(
      "labels_too_many",
      `A label set holds at most ${MOST_LABELS.toLocaleString("en-US")} labels, not ${labels.length}; use normalised.`,
    );
  if (grader === "label-set" || grader === "normalised") checkDistinct(labels);
}

/** Labels that a grader could not tell apart would make items nobody can pass. */
function checkDistinct(labels: string[]): void {
  const forms = new Map<string, string>();
  for (const label of labels) {
    const form = normalise(label);
    const other = forms.get(form);
    if (other !== undefined)
      throw new AssayError(`The grader cannot tell the labels "${other}" and "${label}" apart; write them alike.`, {
        code: "labels_ambiguous",
        field: "contributionIds",
      });
    forms.set(form, label);
  }
}
