import type { Static } from "typebox";
import { validate } from "../documents/validate.ts";
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
import {
  ModelReputation,
  PoolReport,
  PublishedPolicy,
  ReevaluationsReport,
  SandboxReport,
  TrafficReport,
} from "./reputation.ts";

export * from "./engine.ts";
export * from "./job-events.ts";
export * from "./live.ts";
export * from "./reputation.ts";
export * from "./version-detail.ts";

/** Messages between the node and the Python worker, and what a gateway tells of its reputation, by kind. */
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
  modelReputation: ModelReputation,
  publishedPolicy: PublishedPolicy,
  poolReport: PoolReport,
  trafficReport: TrafficReport,
  sandboxReport: SandboxReport,
  reevaluationsReport: ReevaluationsReport,
} as const;

export type MessageKind = keyof typeof messageSchemas;

/** Checks a message. Throws AssayError INVALID_DOCUMENT with one sentence naming the field. */
export function parseMessage<kind extends MessageKind>(
  kind: kind,
  value: unknown,
): Static<(typeof messageSchemas)[kind]> {
  return validate(messageSchemas[kind], value, kind);
}
