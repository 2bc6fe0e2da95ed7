import type { AccountHealth, WaitingDuty } from "@assay/sdk/api";

/** A transaction's key as the evaluator's steps name it: what it is, then numbers. */
const DUTIES: Record<string, (...numbers: string[]) => string> = {
  commit: (round, _, seat) => `commit the result of seat ${seat} in round ${round}`,
  reveal: (round, _, seat) => `reveal the result of seat ${seat} in round ${round}`,
  badkey: (round, _, seat) => `report a bad exam key as seat ${seat} of round ${round}`,
  answer: (round, _, seat, slot, position) => `show trial ${slot}/${position} of seat ${seat} in round ${round}`,
  expire: (round, _, seat) => `end an unanswered demand on seat ${seat} of round ${round}`,
  demand: (round, _, seat) => `demand a trial of seat ${seat} in round ${round}`,
  "audit-request": (round) => `ask for the audits of round ${round}`,
  "audit-post": (round, _, seat) => `post the audit of seat ${seat} in round ${round}`,
  challenge: (round, _, seat) => `challenge a trial of seat ${seat} in round ${round}`,
  exclude: (round, _, seat) => `exclude seat ${seat} of round ${round}`,
  announce: (round, _, seat) => `announce a fault of seat ${seat} in round ${round}`,
  prove: (round, _, seat) => `prove a fault of seat ${seat} in round ${round}`,
  bounty: (announcement) => `fetch the bounty of announcement ${announcement}`,
  settle: (challenge) => `settle challenge ${challenge}`,
  "jury-draw": (caseId) => `draw the jury of case ${caseId}`,
  "jury-close": (caseId) => `close case ${caseId}`,
  "vote-commit": (caseId) => `commit a vote in case ${caseId}`,
  "vote-reveal": (caseId) => `reveal a vote in case ${caseId}`,
  finalize: (round) => `finalise round ${round}`,
  void: (round) => `void round ${round}`,
  withdraw: () => "withdraw credit",
  register: () => "register the encryption key",
  stake: () => "stake",
};

/** What is late or stuck of an evaluator's account, each duty in words. */
export function waitingDuties({ account, waiting }: AccountHealth): WaitingDuty[] {
  return waiting.map((transaction) => {
    // "#2" behind a key counts how often it was sent again.
    const [kind = "", ...numbers] = transaction.key.replace(/#\d+$/, "").split(":");
    return { evaluator: account, duty: DUTIES[kind]?.(...numbers) ?? transaction.about, transaction };
  });
}
