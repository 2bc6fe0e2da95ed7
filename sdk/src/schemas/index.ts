/** Every document of the protocol as JSON Schema and static type. */
export * from "./attribution.ts";
export * from "./cleanup.ts";
export * from "./datanet.ts";
export * from "./documents.ts";
export * from "./epoch.ts";
export * from "./exam.ts";
export * from "./job.ts";
export * from "./receipt.ts";
export * from "./reevaluation.ts";
export * from "./rehearsal.ts";
export * from "./report.ts";
export * from "./routing-policy.ts";
export * from "./run.ts";
export * from "./statement.ts";
export * from "./suite.ts";
export * from "./transcript.ts";
export { validate } from "./validate.ts";
export * from "./version.ts";
