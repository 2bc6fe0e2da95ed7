/**
 * Every contract call the project makes, once: `calls.<contract>.<function>(deployment, arguments)` has the address, the
 * ABI, the function and its arguments, and does nothing. Send it with an action's wallet, a node's outbox or viem.
 *
 * @example
 * import * as calls from "@assay/sdk/calls";
 * const state = await client.readContract(calls.admission.stateOf(deployment, { modelId: 1n }));
 */
export * as admission from "./admission.ts";
export * as audits from "./audits.ts";
export * as availability from "./availability.ts";
export type { CallParameters, ContractCall } from "./call.ts";
export * as challenges from "./challenges.ts";
export * as datanets from "./datanets.ts";
export * as exclusions from "./exclusions.ts";
export * as fraudProofs from "./fraud-proofs.ts";
export * as jury from "./jury.ts";
export * as models from "./models.ts";
export * as params from "./params.ts";
export * as payments from "./payments.ts";
export * as randomness from "./randomness.ts";
export * as rewards from "./rewards.ts";
export * as stake from "./stake.ts";
export * as token from "./token.ts";
