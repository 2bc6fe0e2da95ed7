import { named, type SentenceBook, switchAccount, time } from "./sentence.ts";

const JOBS = [
  "none",
  "queued",
  "leased",
  "awaiting its key",
  "running",
  "submitted",
  "accepted",
  "disputed",
  "settled",
  "cancelled",
];

/** Sentences for the errors of training jobs and of grants to use a datanet. */
export const JOBS_SENTENCES: SentenceBook = {
  UnknownJob: (a) => ({ sentence: `Job ${a.jobId} does not exist.` }),
  WrongJobState: (a) => ({
    sentence: `The job is ${named(JOBS, a.actual)}, but must be ${named(JOBS, a.expected)}.`,
  }),
  ZeroPrice: () => ({ sentence: "The job's price must be above 0." }),
  QuoteOutOfBounds: (a) => ({
    sentence: `A quote lies between ${a.min} and ${a.max} seconds, not at ${a.quoteSeconds}.`,
  }),
  LeasesOutOfBounds: (a) => ({ sentence: `A job may be leased ${a.min} to ${a.max} times, not ${a.maxLeases}.` }),
  VersionNotOpen: (a) => ({ sentence: `Version ${a.version} of datanet ${a.datanetId} takes no new jobs.` }),
  NotRequester: (a) => ({
    sentence: `Only the job's requester ${a.requester} may do this, not ${a.caller}.`,
    hint: switchAccount,
  }),
  NotTrainer: (a) => ({ sentence: `The job is leased to ${a.trainer}, not to ${a.caller}.`, hint: switchAccount }),
  NoProgress: (a) => ({ sentence: `A heartbeat must go beyond step ${a.last}, not to ${a.step}.` }),
  ResumeAhead: (a) => ({ sentence: `The job has reached step ${a.lastStep}, so it cannot resume at ${a.resumeStep}.` }),
  TooEarly: (a) => ({ sentence: `This can be done from ${time(a.deadline)} on.` }),
  TooLate: (a) => ({ sentence: `This was possible until ${time(a.deadline)}.` }),
  CaseOpen: (a) => ({ sentence: `Case ${a.caseId} still waits for its jury.` }),
  KeyInUse: (a) => ({ sentence: `Job ${a.jobId} holds its key already.` }),
  NoGrantNeeded: (a) => ({ sentence: `Job ${a.jobId} trains on open data and needs no grant.` }),
  // grants
  Expired: (a) => ({ sentence: `The grant ran out at ${time(a.expiry)}.`, hint: "Ask the curator for a new one." }),
  Revoked: (a) => ({ sentence: `The curator of datanet ${a.datanetId} has revoked grant ${a.nonce}.` }),
  UsedUp: (a) => ({ sentence: `The grant's ${a.jobs} jobs are used up.`, hint: "Ask the curator for a new one." }),
  NonceTaken: (a) => ({ sentence: `The number ${a.nonce} belongs to another grant.` }),
  NotGrantee: (a) => ({ sentence: `The grant is ${a.grantee}'s, not ${a.caller}'s.`, hint: switchAccount }),
  NotJobMarket: (a) => ({ sentence: `Only the job market uses grants, not ${a.caller}.` }),
  WrongDatanet: (a) => ({ sentence: `The grant is for datanet ${a.datanetId}, not ${a.expected}.` }),
  WrongVersion: (a) => ({
    sentence: `The grant covers versions ${a.firstVersion} to ${a.lastVersion}, not ${a.version}.`,
  }),
  WrongPurpose: () => ({ sentence: "The grant was given for another purpose." }),
  WrongKeyEpoch: (a) => ({ sentence: `The grant is for key epoch ${a.keyEpoch}; the datanet is at ${a.current}.` }),
  WrongUse: (a) => ({ sentence: `The grant's use for job ${a.jobId} was noted otherwise.` }),
};
