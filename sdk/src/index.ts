/** `@assay/sdk`: everything but the ABIs, which have their own entry (`@assay/sdk/abi`). */
export * from "./actions/index.ts";
export * from "./deployment.ts";
export * from "./documents/index.ts";
export * from "./errors/index.ts";
export * from "./graph/client.ts";
export * from "./hashing/index.ts";
export * from "./reputation/index.ts";
