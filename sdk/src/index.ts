/** `@assay/sdk`: everything but the ABIs, which have their own entry (`@assay/sdk/abi`). */
export * from "./actions/index.ts";
export * from "./concentration/index.ts";
export * from "./deployment.ts";
export * from "./errors/index.ts";
export * from "./hashing/index.ts";
export * from "./queries/client.ts";
export * from "./schemas/index.ts";
