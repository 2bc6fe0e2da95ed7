export * from "./assay-error.ts";
export * from "./decode-revert.ts";
export type { RevertArgs, Sentence } from "./sentence.ts";
export { SENTENCES } from "./sentences.ts";
export * from "./to-assay-error.ts";
export { TransactionError } from "./transaction-error.ts";
