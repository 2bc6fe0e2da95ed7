import { EVALUATORS, HASH, JUDGE, PAYER, PUBLISHER } from "./cast.ts";
import { emitterAddress, type ProtocolChain, word } from "./protocolChain.ts";
import { draw, open, postKeys, type Sitting, seatEvents } from "./roundStory.ts";

/** Somebody without a seat: demands, challenges, proves. */
export const WATCHER = PAYER;
export const CLEAN = word(0xc1ea);
const ROUND = 3n;
const SITTING: Sitting = { roundId: ROUND, stakerIds: [2, 3, 4, 5, 6] };
const DEADLINE = 4_000_000_000n;

/**
 * Round 3, after the whole story: a contributor is excluded and a reserve steps in; demands are answered, missed and
 * dropped; an auditor's finding hangs, a challenge is clean, a proof convicts and its bounty is taken over.
 */
export async function tellJudgedRound(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  const seats = seatEvents(chain, SITTING);
  await open(chain, ROUND, 3);
  await draw(chain, SITTING, 0, 1);
  await postKeys(chain, ROUND);
  const excluded = { roundId: ROUND, seat: 1, evaluator: EVALUATORS[2], weight: 6n, totalWeight: 100n };
  await emit("SeatExclusions", "ContributorExcluded", excluded);
  await emit("Admission", "SeatExcluded", { roundId: ROUND, seat: 1, evaluator: EVALUATORS[2], reason: HASH });
  for (const seat of [0, 2, 3]) await seats.commit(seat);
  for (const seat of [0, 2, 3]) await seats.reveal(seat);
  await emit("SeatExclusions", "SelfSetProven", { roundId: ROUND, batchId: 1, weight: 30n, totalWeight: 100n });
  await tellDemands(chain);
  await tellAudits(chain);
  await tellChallenge(chain);
  await tellProof(chain);
  await seats.convict(3);
  await emit("FraudProofs", "BountyPaid", {
    roundId: ROUND,
    redraw: 0,
    seat: 3,
    announcement: 1n,
    prover: WATCHER,
    amount: 6n,
  });
}

const leaf = (seat: number, slot: number) => ({ roundId: ROUND, seat, slot, position: 6 });

async function tellDemands({ emit }: ProtocolChain): Promise<void> {
  for (const [seat, slot] of [
    [0, 4],
    [2, 5],
    [3, 6],
  ] as const) {
    await emit("Availability", "LeafDemanded", {
      ...leaf(seat, slot),
      demander: WATCHER,
      bond: 1n,
      deadline: DEADLINE,
    });
  }
  const shown = { promptHash: HASH, outIds: "0x0000000100000002", answerHash: word(3) };
  await emit("Availability", "LeafAnswered", { ...leaf(0, 4), ...shown });
  await emit("Availability", "CreditAdded", { account: EVALUATORS[1], amount: 1n });
  await emit("Availability", "DemandExpired", { ...leaf(2, 5), convicted: true });
  await emit("Availability", "DemandExpired", { ...leaf(3, 6), convicted: false });
  await emit("Availability", "CreditAdded", { account: WATCHER, amount: 2n });
  await emit("Availability", "CreditWithdrawn", { account: WATCHER, amount: 2n });
}

/** Seat 2 audits seat 0 and finds nothing; seat 3 audits seat 2 and finds something, on which the jury hangs. */
async function tellAudits(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  await emit("Audits", "AuditRequested", { roundId: ROUND, epoch: 7 });
  await emit("Audits", "AuditDrawn", { roundId: ROUND, seed: word(0xa0d17), deadline: DEADLINE });
  const posted = { roundId: ROUND, resultHash: HASH, cid: "bafy-audit" };
  await emit("Audits", "AuditPosted", { ...posted, auditedSeat: 0, auditor: 2, challengeId: 0n });
  await emit("Admission", "AuditNoted", { roundId: ROUND, auditor: 2 });
  await askJury(chain, 1n, 0n);
  await openChallenge(chain, 1n, { seat: 2, slot: 7, bond: 0n, challenger: EVALUATORS[4] });
  await emit("Audits", "AuditPosted", { ...posted, auditedSeat: 2, auditor: 3, challengeId: 1n });
  await emit("Admission", "AuditNoted", { roundId: ROUND, auditor: 3 });
  await emit("Jury", "JurorsDrawn", { caseId: 1n, seed: HASH, jurors: [], commitDeadline: DEADLINE });
  await emit("Jury", "CaseClosed", { caseId: 1n, state: 5, verdict: word(0), votesFor: 0 });
  await emit("LeafChallenges", "ChallengeSettled", {
    challengeId: 1n,
    roundId: ROUND,
    seat: 2,
    end: 3,
    verdict: word(0),
  });
}

/** Of three jurors two say clean, one withholds its vote. */
async function tellChallenge(chain: ProtocolChain): Promise<void> {
  const { emit } = chain;
  await askJury(chain, 2n, 10n);
  await openChallenge(chain, 2n, { seat: 0, slot: 8, bond: 20n, challenger: WATCHER });
  const jurors = EVALUATORS.slice(0, 3);
  await emit("Jury", "JurorsDrawn", { caseId: 2n, seed: HASH, jurors, commitDeadline: DEADLINE });
  for (const juror of [0, 1, 2]) await emit("Jury", "VoteCommitted", { caseId: 2n, juror, commitment: HASH });
  for (const juror of [0, 1]) await emit("Jury", "VoteRevealed", { caseId: 2n, juror, answer: CLEAN, margin: 12n });
  await emit("Jury", "CaseClosed", { caseId: 2n, state: 4, verdict: CLEAN, votesFor: 2 });
  await emit("Jury", "CreditAdded", { account: EVALUATORS[0], amount: 5n });
  await emit("LeafChallenges", "CreditAdded", { account: EVALUATORS[1], amount: 10n });
  await emit("LeafChallenges", "ChallengeSettled", {
    challengeId: 2n,
    roundId: ROUND,
    seat: 0,
    end: 2,
    verdict: CLEAN,
  });
}

async function askJury({ emit }: ProtocolChain, caseId: bigint, pay: bigint): Promise<void> {
  const client = emitterAddress("LeafChallenges");
  await emit("Jury", "CaseOpened", { caseId, client, subject: HASH, jurors: 7, pay, evidenceCid: "bafy-evidence" });
}

async function openChallenge(
  { emit }: ProtocolChain,
  id: bigint,
  about: { seat: number; slot: number; bond: bigint; challenger: unknown },
): Promise<void> {
  const { seat, slot, ...who } = about;
  await emit("LeafChallenges", "ChallengeOpened", {
    challengeId: id,
    caseId: id,
    ...leaf(seat, slot),
    leaf: HASH,
    ...who,
  });
}

/** The later announcement convicts, the earlier one takes the bounty over. */
async function tellProof({ emit }: ProtocolChain): Promise<void> {
  await emit("FraudProofs", "FaultAnnounced", { announcement: 1n, prover: WATCHER, commitment: HASH });
  await emit("FraudProofs", "FaultAnnounced", { announcement: 2n, prover: JUDGE, commitment: HASH });
  const fault = { roundId: ROUND, seat: 3, ground: 4 };
  const held = { prover: JUDGE, announcement: 2n, bounty: 6n, claimableFrom: DEADLINE };
  await emit("FraudProofs", "FaultProven", { ...fault, ...held });
  await emit("FraudProofs", "BountyTakenOver", { ...fault, ground: 0, prover: WATCHER, announcement: 1n, rival: 2n });
}

/** A pause and its end, another guardian, another gate. */
export async function tellGovernance({ emit }: ProtocolChain): Promise<void> {
  await emit("ProtocolParams", "EntriesPaused", { guardian: JUDGE, until: DEADLINE, nextPauseAt: DEADLINE });
  await emit("ProtocolParams", "GuardianSet", { previous: JUDGE, guardian: PUBLISHER });
  await emit("ProtocolParams", "GateSet", { items: 24, attempt: 2, minPasses: 24 });
}
