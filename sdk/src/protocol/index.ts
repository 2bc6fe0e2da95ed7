import type { Static } from "typebox";
import { validate } from "../schemas/validate.ts";
import {
  AccuracyParams,
  AccuracyResult,
  AttributeParams,
  AttributeResult,
  ChatParams,
  EngineJob,
  EvaluateParams,
  EvaluateResult,
  RecheckParams,
  RecheckResult,
} from "./engine.ts";
import { JobEvent } from "./job-events.ts";

export * from "./engine.ts";
export * from "./job-events.ts";

/** Messages between the node and the Python worker, by kind. */
export const messageSchemas = {
  jobEvent: JobEvent,
  chatParams: ChatParams,
  evaluateParams: EvaluateParams,
  evaluateResult: EvaluateResult,
  recheckParams: RecheckParams,
  recheckResult: RecheckResult,
  accuracyParams: AccuracyParams,
  accuracyResult: AccuracyResult,
  attributeParams: AttributeParams,
  attributeResult: AttributeResult,
  engineJob: EngineJob,
} as const;

export type MessageKind = keyof typeof messageSchemas;

/** Checks a worker message. Throws AssayError INVALID_DOCUMENT with one sentence naming the field. */
export function parseMessage<kind extends MessageKind>(
  kind: kind,
  value: unknown,
): Static<(typeof messageSchemas)[kind]> {
  return validate(messageSchemas[kind], value, kind);
}
