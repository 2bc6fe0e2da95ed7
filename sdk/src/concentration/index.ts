/** Concentration of traffic and income: the explorer's "what if" and the studies read the same figures. */
export { gini, hhi } from "./concentration.ts";
