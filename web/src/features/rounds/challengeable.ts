import { phaseAt, type RoundClock, revealsEnd } from "./clock.ts";
import type { ChallengeRecord, LeafPlace } from "./judging.ts";

/** Challenges a seat can get in all, as contracts/judging/LeafChallenges.sol has it. */
const MAX_CHALLENGES = 8;
/** Questions that hold a round at once, as contracts/admission/RoundCourt.sol has it. */
const MAX_HOLDS = 8;

interface Asked {
  round: RoundClock & { paramSet: { answerWindow: string; auditWindow: string } };
  seat: { id: string; state: string } | undefined;
  leaf: LeafPlace;
  challenges: Pick<ChallengeRecord, "seat" | "slot" | "position" | "end">[];
}

/** When the last challenge of a keyed round can come (unix seconds), if nothing ends the round before. */
export const challengesEnd = ({ round }: Pick<Asked, "round">): number =>
  revealsEnd(round) + Number(round.paramSet.auditWindow) + Number(round.paramSet.answerWindow);

/** What keeps a trial from being challenged now, in a sentence; undefined where nothing does. */
export function challengeBlock({ round, seat, leaf, challenges }: Asked, now: number): string | undefined {
  const phase = phaseAt(round, now);
  if (phase === "FINAL" || phase === "VOID")
    return "The round is over. What its seats revealed can't be challenged any more.";
  if (phase === "FINALIZABLE" || (phase === "AUDIT" && now > challengesEnd({ round })))
    return "The window for challenges is over.";
  if (phase !== "REVEAL" && phase !== "AUDIT") return "Nothing is revealed yet that could be challenged.";
  if (seat === undefined) return "Choose a seat.";
  if (seat.state !== "REVEALED") return "Only a seat that has revealed and is not convicted can be challenged.";
  if (round.heldCount >= MAX_HOLDS)
    return `This round has ${MAX_HOLDS} open questions already. Wait until one is settled.`;
  const own = challenges.filter((challenge) => challenge.seat.id === seat.id);
  if (own.length >= MAX_CHALLENGES)
    return `This seat was challenged ${MAX_CHALLENGES} times already, which is the most.`;
  const same = own.filter(({ slot, position }) => slot === leaf.slot && position === leaf.position);
  if (same.some(({ end }) => end !== "HUNG")) return "This trial was challenged already.";
  return undefined;
}
