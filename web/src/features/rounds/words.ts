import type { SeatRecord } from "./useRounds.ts";

/** Each phase as what the round does in it. */
const PHASES: Record<string, string> = {
  OPEN: "waiting for the draw",
  DRAWN: "drawn, waiting for keys",
  COMMIT: "evaluating",
  SECOND_COMMIT: "reserves evaluating",
  REVEAL: "revealing",
  AUDIT: "audits and proofs",
  FINALIZABLE: "ready to close",
  FINAL: "final",
  VOID: "void",
};

export const phaseWords = (phase: string): string => PHASES[phase] ?? phase.toLowerCase();

const VOID_REASONS: Record<string, string> = {
  undrawn: "Nobody drew its seats in time.",
  keys: "The custodian posted no keys in time, and lost bond.",
  badKeys: "Three seats said that their keys open nothing, and the custodian lost bond.",
  quorum: "Three draws brought too few results.",
  jury: "No jury could decide a question about it.",
};

/** Why a round is void, from the contract's word. */
export const voidSentence = (word: string): string => VOID_REASONS[word] ?? `Void: ${word}.`;

const FAULTS: Record<string, string> = {
  "fraud proof": "its transcript contradicts itself",
  silent: "it did not answer a demand",
  jury: "a jury found another answer",
  publisher: "it is the model's publisher",
  trainer: "it trained the model",
  curator: "it curates the exam's datanet",
  custodian: "it holds the exam's keys",
  contributor: "it wrote a large part of the rows",
};

/** Why a seat was excluded or convicted, from the judge's word. */
export const faultWords = (word: string): string => FAULTS[word] ?? word;

const GROUNDS: Record<string, string> = {
  SUM: "its sums do not add up",
  KIND: "a node has an unknown kind",
  PADDING: "there is something after its last item",
  ITEM: "an item's counts do not follow from its trials",
  BIT: "a grade contradicts the answer and the label",
};

/** What hashing alone showed to be wrong with a transcript. */
export const groundWords = (ground: string | null): string =>
  ground === null ? "not shown yet" : (GROUNDS[ground] ?? ground.toLowerCase());

export const nameOfSeat = (seat: { seat: number; reserve: boolean }): string =>
  seat.reserve ? `Reserve ${seat.seat}` : `Seat ${seat.seat}`;

type Tone = "good" | "warn" | "bad" | "plain" | "accent";

/** Phases after which no commit, or no reveal, can come. */
const COMMITS_OVER = new Set(["REVEAL", "AUDIT", "FINALIZABLE", "FINAL", "VOID"]);
const REVEALS_OVER = new Set(["AUDIT", "FINALIZABLE", "FINAL", "VOID"]);

const SETTLED: Record<string, { words: string; tone: Tone }> = {
  EXCLUDED: { words: "excluded", tone: "warn" },
  BAD_KEY: { words: "bad key", tone: "warn" },
  REVEALED: { words: "revealed", tone: "accent" },
  PAID: { words: "counted", tone: "good" },
  SILENT: { words: "silent", tone: "bad" },
  WITHHELD: { words: "withheld its result", tone: "bad" },
  CONVICTED: { words: "convicted", tone: "bad" },
};

/** What became of a seat so far: by its events, and by the windows that closed over it. */
export function seatStatus(
  seat: Pick<SeatRecord, "state" | "reserve">,
  phase: string,
  wasRedrawn: boolean,
): { words: string; tone: Tone } {
  const settled = SETTLED[seat.state];
  if (settled) return settled;
  if (seat.state === "COMMITTED") {
    const isOver = wasRedrawn || (phase !== "VOID" && REVEALS_OVER.has(phase));
    return isOver ? { words: "never revealed", tone: "bad" } : { words: "committed", tone: "accent" };
  }
  if (seat.reserve) {
    return phase === "SECOND_COMMIT" && !wasRedrawn
      ? { words: "may step in", tone: "accent" }
      : { words: "reserve, ready", tone: "plain" };
  }
  const isLate = !wasRedrawn && phase !== "VOID" && (phase === "SECOND_COMMIT" || COMMITS_OVER.has(phase));
  return isLate ? { words: "silent so far", tone: "warn" } : { words: "drawn", tone: "plain" };
}
