import { TRIAL_LAYOUT } from "@assay/sdk/hashing";

/** A round as far as its result goes. */
export interface JudgedRound {
  id: string;
  attempt: number;
  phase: string;
  passed: boolean | null;
  medianLaneCounts: number[] | null;
  gatedLanes: number | null;
  minPasses: number | null;
  validSeats: number | null;
  itemsPerBatch: number;
  closedAt: string | null;
  openedAt: string;
  paramSet: { trialMask: string; gatedLanes: number };
}

/** GraphQL fields of JudgedRound. */
export const JUDGED_ROUND = `id attempt phase passed medianLaneCounts gatedLanes minPasses validSeats itemsPerBatch closedAt openedAt
  paramSet { trialMask gatedLanes }`;

export interface ConditionScore {
  condition: string;
  label: string;
  passes: number;
  total: number;
  /** Undefined when the condition is only reported. */
  needed: number | undefined;
}

const LABELS: Record<string, string> = {
  first: "first try",
  repeat: "asked five times",
  "carry-over": "after earlier turns",
  sharded: "facts over turns",
  format: "other formats",
  edge: "edge cases",
  retry: "after a failure",
  load: "under load",
  regression: "against the parent",
};

/** The condition's plain name. */
export const conditionLabel = (condition: string): string => LABELS[condition] ?? condition;

/** Each condition of a final round: items whose trials all passed, for the middle seat, the lower on a tie. */
export function conditionScores(round: JudgedRound | null): ConditionScore[] {
  if (!round?.medianLaneCounts) return [];
  const counts = round.medianLaneCounts;
  const mask = BigInt(round.paramSet.trialMask);
  const gated = round.gatedLanes ?? round.paramSet.gatedLanes;
  return TRIAL_LAYOUT.filter(
    (entry) => ((mask >> BigInt(entry.first)) & ((1n << BigInt(entry.count)) - 1n)) !== 0n,
  ).map((entry) => ({
    condition: entry.condition,
    label: conditionLabel(entry.condition),
    passes: counts[entry.lane] ?? 0,
    total: round.itemsPerBatch,
    needed: (gated >> entry.lane) & 1 ? (round.minPasses ?? undefined) : undefined,
  }));
}

/** The gated condition with the fewest passes: what the hallmark shows. */
export function worstOf(scores: ConditionScore[]): ConditionScore | undefined {
  return scores.filter((score) => score.needed !== undefined).sort((a, b) => a.passes - b.passes)[0];
}

/** `admitted`, `refused: 41 of 48 needed 44 after earlier turns`, ... */
export function decision(round: JudgedRound): string {
  if (round.phase === "VOID") return "void: no decision, fee refunded";
  const worst = worstOf(conditionScores(round));
  if (!worst) return "not decided yet";
  return round.passed
    ? `passed: worst was ${worst.passes} of ${worst.total} (${worst.label})`
    : `refused: ${worst.passes} of ${worst.total} needed ${worst.needed}, ${worst.label}`;
}
