/** What is remembered of a model between rounds: the posterior of each condition. Pure functions. */
export * from "./beta.ts";
export { gini, hhi } from "./concentration.ts";
export * from "./live.ts";
export * from "./posterior.ts";
export * from "./tier.ts";
