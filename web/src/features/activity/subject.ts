/** Events that befall somebody other than the one who sent the transaction. */
const BEFALL_COUNTERPARTY = new Set([
  "SEAT_PAID",
  "SEAT_FAILED",
  "SEAT_EXCLUDED",
  "SEAT_AUDITED",
  "SEAT_CONVICTED",
  "EVALUATOR_SLASHED",
  "EVALUATOR_CHARGED",
  "CUSTODIAN_BOND_CUT",
  "BOUNTY_PAID",
  "GUARDIAN_SET",
]);

/** Whom an activity's sentence is about. */
export const subjectOf = (activity: { kind: string; actor: string; counterparty: string | null }): string =>
  BEFALL_COUNTERPARTY.has(activity.kind) ? (activity.counterparty ?? activity.actor) : activity.actor;
