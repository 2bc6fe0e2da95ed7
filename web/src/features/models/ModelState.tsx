import { Badge } from "../../ui/index.ts";

const STATES: Record<string, { tone: "good" | "warn" | "bad" | "plain"; words: string }> = {
  SANDBOX: { tone: "plain", words: "sandbox" },
  PROBATION: { tone: "warn", words: "in probation" },
  ADMITTED: { tone: "good", words: "admitted" },
  SUSPENDED: { tone: "bad", words: "suspended" },
  RETIRED: { tone: "bad", words: "retired" },
};
const REFUSED = { tone: "bad", words: "refused, sandbox only" } as const;

/** Whether the last final round of a model said no. */
export const wasRefused = (model: { latestFinalRound: { passed: boolean | null } | null }): boolean =>
  model.latestFinalRound?.passed === false;

/** A state in words; a sandbox model whose last round said no is told apart from one that was never judged. */
export const stateWords = (state: string, wasRefused = false): string =>
  (state === "SANDBOX" && wasRefused ? REFUSED : STATES[state])?.words ?? state.toLowerCase();

export function ModelState({ state, wasRefused = false }: { state: string; wasRefused?: boolean }) {
  const tone = state === "SANDBOX" && wasRefused ? REFUSED.tone : (STATES[state]?.tone ?? "plain");
  return <Badge tone={tone}>{stateWords(state, wasRefused)}</Badge>;
}
