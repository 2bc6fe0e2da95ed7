import type { Tier } from "../documents/receipt.ts";

const TIERS: Readonly<Record<string, Tier>> = { ADMITTED: "admitted", PROBATION: "probation", SANDBOX: "sandbox" };

/**
 * The tier in which a model's calls run, from its state on the chain (as the index spells it). Undefined where the model
 * answers no call: suspended, retired, in a round for the first time. A caller must opt in to "sandbox", to no other.
 */
export const tierOf = ({ state }: { state: string }): Tier | undefined =>
  Object.hasOwn(TIERS, state) ? TIERS[state] : undefined;
