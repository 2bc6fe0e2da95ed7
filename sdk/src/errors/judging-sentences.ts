import { type SentenceBook, time, wait } from "./sentence.ts";

/** Sentences for the errors of the judges: proofs, demands, audits, challenges, exclusions and the jury. */
export const JUDGING_SENTENCES: SentenceBook = {
  // paths into a transcript
  IndexOutside: (a) => ({ sentence: `Index ${a.index} lies outside a tree of ${a.width} leaves.` }),
  PathLength: (a) => ({ sentence: `The path needs ${a.expected} steps, not ${a.actual}.` }),
  SlotOutside: (a) => ({ sentence: `Slot ${a.slot} is none of the batch's ${a.items} items.` }),
  TrialNotRun: (a) => ({ sentence: `The suite runs no trial at position ${a.position}.` }),
  TooWide: (a) => ({ sentence: `${a.value} does not fit ${a.bits} bits.` }),
  NotOfThisSeat: () => ({
    sentence: "The path does not lead to what this seat revealed.",
    hint: "Load its transcript.",
  }),
  BadPreimage: () => ({ sentence: "The node given does not hash to what the path says." }),
  BadItemProof: (a) => ({ sentence: `The exam item in slot ${a.slot} is not proven by the version's hold-out root.` }),
  NotInner: (a) => ({ sentence: `An inner node has 192 bytes, not ${a.length}.` }),
  NotItem: (a) => ({ sentence: `An item has 128 bytes, not ${a.length}.` }),
  SeatNotRevealed: (a) => ({ sentence: `Seat ${a.seat} has revealed nothing that could be judged.` }),
  SeatNotDrawn: (a) => ({ sentence: `Seat ${a.seat} of this round was not drawn or has committed already.` }),
  NotDrawn: (a) => ({ sentence: `Round ${a.roundId} has no seats yet.` }),
  // fraud proofs
  NotAnnounced: (a) => ({ sentence: `Announcement ${a.announcement} does not name this proof.` }),
  AnnouncedTooLate: (a) => ({ sentence: `Announcement ${a.announcement} must be at least one block old.`, hint: wait }),
  NotEarlier: (a) => ({ sentence: `Announcement ${a.winner} was earlier than ${a.announcement}.` }),
  NoFault: () => ({ sentence: "What was given is sound: it proves no fault." }),
  GraderNotProvable: (a) => ({
    sentence: `Grader ${a.graderId} cannot be recomputed on chain; challenge the leaf instead.`,
  }),
  LabelNotAscii: () => ({ sentence: "A label outside ASCII cannot be folded on chain; challenge the leaf instead." }),
  NoBounty: (a) => ({ sentence: `Announcement ${a.announcement} holds no bounty.` }),
  ClaimOpen: (a) => ({
    sentence: `Earlier announcers may still come forward until ${time(a.claimableFrom)}.`,
    hint: wait,
  }),
  ClaimClosed: (a) => ({ sentence: `Earlier announcers could come forward until ${time(a.claimableFrom)}.` }),
  // demands
  AlreadyDemanded: (a) => ({ sentence: `Trial ${a.position} of slot ${a.slot} was demanded already.` }),
  TooManyDemands: (a) => ({ sentence: `Seat ${a.seat} has had its ${a.limit} demands.` }),
  DemandWindowOver: (a) => ({ sentence: `Demands ended at ${time(a.endedAt)}.` }),
  AnswerNotDue: (a) => ({ sentence: `The seat may answer until ${time(a.deadline)}.`, hint: wait }),
  AnswerTooLate: (a) => ({ sentence: `The answer was due by ${time(a.deadline)}.` }),
  BadIds: () => ({ sentence: "The token ids do not hash to what the trial committed." }),
  IdsTooLong: (a) => ({
    sentence: `The token ids take ${a.bytesGiven} bytes; at most ${a.limit} can be answered with.`,
  }),
  NotOpen: () => ({ sentence: "This demand is not open." }),
  // audits
  NoAuditAsked: (a) => ({ sentence: `Round ${a.roundId} asks for no audits.` }),
  NoAuditor: (a) => ({ sentence: `Seat ${a.auditedSeat} has no auditor.` }),
  NotAuditor: (a) => ({ sentence: `Only ${a.auditor} audits this seat, not ${a.caller}.` }),
  AlreadyAudited: (a) => ({ sentence: `Seat ${a.auditor} has done its audit already.` }),
  AlreadyRequested: (a) => ({ sentence: `The audit of round ${a.roundId} was asked for already.` }),
  NotRequested: (a) => ({ sentence: `Nobody has asked for the audit of round ${a.roundId} yet.` }),
  RevealsOpen: (a) => ({ sentence: `Audits begin when the reveals close at ${time(a.closesAt)}.`, hint: wait }),
  AuditWindowOver: (a) => ({ sentence: `Audits ended at ${time(a.endedAt)}.` }),
  LeafOutside: (a) => ({ sentence: `An audit draws ${a.leaves} leaves; there is none with number ${a.index}.` }),
  // challenges
  AlreadyChallenged: (a) => ({ sentence: `Trial ${a.position} of slot ${a.slot} was challenged already.` }),
  TooManyChallenges: (a) => ({ sentence: `Seat ${a.seat} has had its ${a.limit} challenges.` }),
  ChallengeWindowOver: (a) => ({ sentence: `Challenges ended at ${time(a.endedAt)}.` }),
  NotSettleable: (a) => ({ sentence: `Challenge ${a.challengeId} waits for its jury, or is settled.`, hint: wait }),
  // exclusions
  NoRole: (a) => ({
    sentence: `${a.evaluator} is neither publisher, trainer, curator nor custodian of this round's model.`,
  }),
  BadShareProof: (a) => ({ sentence: `The share of ${a.contributor} is not proven by the contributors' root.` }),
  ShareTooSmall: (a) => ({ sentence: `A weight of ${a.weight} of ${a.totalWeight} is too small to matter.` }),
  // jury
  NotClient: (a) => ({ sentence: `Only the contracts connected to the jury may open cases, not ${a.caller}.` }),
  JurorCount: (a) => ({ sentence: `A jury has an odd number of 3 to 15 jurors, not ${a.jurors}.` }),
  TooManyExcluded: (a) => ({ sentence: `At most ${a.limit} stakers can be excluded, not ${a.excluded}.` }),
  DrawFailed: () => ({ sentence: "The jurors could not be drawn.", hint: wait }),
  NotJuror: (a) => ({ sentence: `This juror's place is held by ${a.juror}, not by ${a.caller}.` }),
  BadVote: (a) => ({ sentence: `What juror ${a.juror} reveals does not match its commitment.` }),
  ZeroCommitment: () => ({ sentence: "The commitment must not be empty." }),
};
