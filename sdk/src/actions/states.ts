import { AssayError } from "../errors/assay-error.ts";

/** Phases of a round in the contract's order. */
export const PHASES = [
  "None",
  "Open",
  "Drawn",
  "Commit",
  "SecondCommit",
  "Reveal",
  "Audit",
  "Finalizable",
  "Final",
  "Void",
] as const;
export type Phase = (typeof PHASES)[number];

/** What became of a seat, in the contract's order. */
export const SEAT_STATUSES = ["None", "Drawn", "Excluded", "Committed", "Revealed", "Convicted"] as const;
export type SeatStatus = (typeof SEAT_STATUSES)[number];

/** States of a model in the contract's order. */
export const MODEL_STATES = ["Sandbox", "Probation", "Admitted", "Suspended", "Retired"] as const;
export type ModelState = (typeof MODEL_STATES)[number];

/** States of a datanet version in the contract's order. */
export const VERSION_STATES = ["None", "Published", "Sealed", "Withdrawn"] as const;
export type VersionState = (typeof VERSION_STATES)[number];

/** Name of a contract's enum value. */
export function nameAt<name extends string>(names: readonly name[], value: number): name {
  const name = names[value];
  if (name === undefined) {
    throw new AssayError(`The contract answered ${value}, which is none of ${names.join(", ")}.`, {
      code: "UNKNOWN_STATE",
      hint: "This package is older than the contracts; update it.",
    });
  }
  return name;
}
