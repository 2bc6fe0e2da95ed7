/** Every hash, tree, split and integer allocation of the protocol. Pure functions. */
export * from "./apportion.ts";
export * from "./canonical.ts";
export * from "./commitment.ts";
export * from "./discards.ts";
export * from "./exam.ts";
export * from "./lanes.ts";
export * from "./layout.ts";
export * from "./merkle.ts";
export * from "./reward-trees.ts";
export * from "./rewards.ts";
export * from "./rows.ts";
export * from "./splits.ts";
export * from "./sum-tree.ts";
export * from "./transcript.ts";
export * from "./typed-data.ts";
export * from "./usage.ts";
export * from "./voucher.ts";
export { type Word, ZERO_HASH } from "./words.ts";
