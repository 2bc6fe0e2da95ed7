const ORDER = ["ADMITTED", "PROBATION", "SANDBOX", "SUSPENDED", "RETIRED"];

const rank = (state: string): number => {
  const at = ORDER.indexOf(state);
  return at < 0 ? ORDER.length : at;
};

/** Admitted models first; within a state, the order they came in. */
export const byTrust = <T extends { state: string }>(models: T[]): T[] =>
  models.toSorted((a, b) => rank(a.state) - rank(b.state));
