export * from "./assay-error.ts";
