export * from "./assay-error.ts";
export * from "./decode-revert.ts";
export { type RevertArgs, SENTENCES, type Sentence } from "./sentences.ts";
export * from "./to-assay-error.ts";
