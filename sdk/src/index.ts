/** `@assay/sdk`: everything but the ABIs, which have their own entry (`@assay/sdk/abi`). */
export * from "./errors/index.ts";
export * from "./hashing/index.ts";
