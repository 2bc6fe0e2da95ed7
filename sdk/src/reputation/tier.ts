import type { Tier } from "../documents/receipt.ts";

const TIERS: ReadonlyMap<string, Tier> = new Map([
  ["ADMITTED", "admitted"],
  ["PROBATION", "probation"],
  ["SANDBOX", "sandbox"],
]);

/**
 * The tier that calls of a model run in, from its state on chain; undefined where it answers no calls (suspended,
 * retired). Gateway, web app and demo all ask here.
 */
export const tierOf = (state: string): Tier | undefined => TIERS.get(state);

/** Whether a payer has to opt in before the model answers: it is not admitted, and its answers are at the payer's risk. */
export const needsOptIn = (state: string): boolean => tierOf(state) === "sandbox";
