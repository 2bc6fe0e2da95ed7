/** `@assay/sdk`: everything but the ABIs and the calls, which have entries of their own (`/abi`, `/calls`). */
export * from "./actions/index.ts";
export * from "./deployment.ts";
export * from "./documents/index.ts";
export * from "./errors/index.ts";
export * from "./graph/client.ts";
export * from "./hashing/index.ts";
export * from "./reputation/index.ts";
