import { Badge, useNow } from "../../ui/index.ts";
import { phaseAt, type RoundClock } from "./clock.ts";
import { phaseWords } from "./words.ts";

/** Where a round stands now; windows close by the clock, without an event. */
export function PhaseBadge({ round }: { round: RoundClock & { passed: boolean | null } }) {
  const phase = phaseAt(round, useNow() / 1000);
  if (phase === "FINAL")
    return <Badge tone={round.passed ? "good" : "bad"}>{round.passed ? "passed" : "refused"}</Badge>;
  return <Badge tone={phase === "VOID" ? "warn" : "accent"}>{phaseWords(phase)}</Badge>;
}
