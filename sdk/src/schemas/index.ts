/** Every document of the protocol as JSON Schema and static type. */
export * from "./attribution.ts";
export * from "./datanet.ts";
export * from "./documents.ts";
export * from "./epoch.ts";
export * from "./exam.ts";
export { checkGraderConfig, type GraderConfig, hasForm } from "./grader.ts";
export * from "./job.ts";
export * from "./report.ts";
export * from "./run.ts";
export * from "./scores.ts";
export * from "./statement.ts";
export * from "./suite.ts";
export * from "./transcript.ts";
export { validate } from "./validate.ts";
export * from "./version.ts";
