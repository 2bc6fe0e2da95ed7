import type { ReactNode } from "react";
import { Link } from "react-router";
import { count } from "../../ui/format.ts";
import { Amount } from "../../ui/index.ts";
import type { Activity } from "./useActivity.ts";

const STATE_WORDS: Record<string, string> = {
  SANDBOX: "sandbox",
  PROBATION: "in probation",
  ADMITTED: "admitted",
  SUSPENDED: "suspended",
  RETIRED: "retired",
};

const datanet = (a: Activity) => <Link to={`/datanets/${a.datanet?.id}`}>datanet {a.datanet?.id}</Link>;
const version = (a: Activity) => (
  <Link to={`/datanets/${a.datanet?.id}?tab=versions`}>
    version {a.version?.version} of datanet {a.datanet?.id}
  </Link>
);
const model = (a: Activity) => <Link to={`/models/${a.model?.id}`}>model {a.model?.id}</Link>;
const round = (a: Activity) => <Link to={`/rounds/${a.round?.id}`}>round {a.round?.id}</Link>;
const seat = (a: Activity) => <>seat {a.seat?.seat}</>;
const amount = (a: Activity) => (a.amount === null ? <>an amount</> : <Amount wei={a.amount} />);
const many = (a: Activity, one: string) => `${count(BigInt(a.count ?? 0))} ${one}${a.count === "1" ? "" : "s"}`;

/** Each kind of event as a plain sentence after its actor's name. */
const SENTENCES: Record<string, (a: Activity) => ReactNode> = {
  DATANET_CREATED: (a) => <>created {datanet(a)}</>,
  VERSION_PUBLISHED: (a) => (
    <>
      published {version(a)}, {many(a, "row")}
    </>
  ),
  HOLDOUT_SEALED: (a) => (
    <>
      sealed the exam of {version(a)}, {many(a, "batch").replace("batchs", "batches")}
    </>
  ),
  VERSION_WITHDRAWN: (a) => <>withdrew {version(a)}</>,
  BATCH_CONSUMED: (a) => (
    <>
      took an exam batch of {datanet(a)} for {round(a)}
    </>
  ),
  BATCH_RETIRED: (a) => <>published the used exam batch of {datanet(a)}</>,
  MODEL_REGISTERED: (a) => <>registered {model(a)}</>,
  SHARE_TABLE_POSTED: (a) => <>posted the share table of {model(a)}</>,
  MODEL_STAKED: (a) => (
    <>
      staked {amount(a)} on {model(a)}
    </>
  ),
  MODEL_UNSTAKED: (a) => (
    <>
      took {amount(a)} of stake from {model(a)}
    </>
  ),
  EVALUATOR_REGISTERED: () => <>registered as an evaluator</>,
  EVALUATOR_STAKED: (a) => <>staked {many(a, "unit")} as an evaluator</>,
  EVALUATOR_UNSTAKED: (a) => <>unstaked {many(a, "unit")}</>,
  EVALUATOR_SLASHED: (a) => (
    <>
      lost a unit of {amount(a)} in {a.round ? round(a) : "a jury"}
    </>
  ),
  EVALUATOR_CHARGED: (a) => (
    <>
      was charged {amount(a)} for silence in {a.round ? round(a) : "a jury"}
    </>
  ),
  CUSTODIAN_BOND_POSTED: (a) => (
    <>
      bonded {amount(a)} as custodian of {datanet(a)}
    </>
  ),
  CUSTODIAN_BOND_EXITED: (a) => (
    <>
      took {amount(a)} of bond from {datanet(a)}
    </>
  ),
  CUSTODIAN_BOND_CUT: (a) => (
    <>
      lost {amount(a)} of bond on {datanet(a)}: {round(a)} got no usable keys
    </>
  ),
  STAKE_WITHDRAWN: (a) => <>withdrew {amount(a)} of stake</>,
  ROUND_OPENED: (a) => (
    <>
      opened {round(a)} for {model(a)}
    </>
  ),
  ROUND_DRAWN: (a) => (
    <>
      drew {many(a, "seat")} for {round(a)}
    </>
  ),
  KEYS_POSTED: (a) => <>posted the exam keys of {round(a)}</>,
  BAD_KEY_SIGNALLED: (a) => (
    <>
      said that the key of {seat(a)} of {round(a)} opens nothing
    </>
  ),
  SEAT_EXCLUDED: (a) => (
    <>
      was excluded from {seat(a)} of {round(a)}
    </>
  ),
  SEAT_COMMITTED: (a) => (
    <>
      committed {seat(a)} of {round(a)}
    </>
  ),
  SEAT_REVEALED: (a) => (
    <>
      revealed {seat(a)} of {round(a)}
    </>
  ),
  SEAT_AUDITED: (a) => (
    <>
      did the audits of {seat(a)} of {round(a)}
    </>
  ),
  SEAT_CONVICTED: (a) => (
    <>
      was proven wrong in {seat(a)} of {round(a)}
    </>
  ),
  AUDIT_REQUESTED: (a) => (
    <>
      asked for the audits of {round(a)}, by the seed of epoch {a.count}
    </>
  ),
  AUDIT_DRAWN: (a) => <>drew the trials to audit of {round(a)}</>,
  AUDIT_POSTED: (a) => (
    <>
      audited {seat(a)} of {round(a)}: {a.passed ? "all as revealed" : "a trial is wrong, it says"}
    </>
  ),
  LEAF_DEMANDED: (a) => (
    <>
      demanded item {a.count} of {seat(a)} of {round(a)}
    </>
  ),
  LEAF_ANSWERED: (a) => (
    <>
      showed item {a.count} of {seat(a)} of {round(a)} on chain
    </>
  ),
  DEMAND_CLOSED: (a) => (
    <>
      closed a demand on {seat(a)} of {round(a)}: {a.passed ? "it fell away" : "the seat was silent"}
    </>
  ),
  CHALLENGE_OPENED: (a) => (
    <>
      challenged item {a.count} of {seat(a)} of {round(a)}
    </>
  ),
  CHALLENGE_SETTLED: (a) => (
    <>
      settled a challenge of {seat(a)} of {round(a)}:{" "}
      {a.passed === null ? "nothing was decided" : a.passed ? "the trial is clean" : "the trial is wrong"}
    </>
  ),
  CASE_OPENED: (a) => (
    <>
      put case {a.juryCase?.id} before a jury of {a.count}
    </>
  ),
  JURORS_DRAWN: (a) => (
    <>
      drew {many(a, "juror")} for case {a.juryCase?.id}
    </>
  ),
  VOTE_COMMITTED: (a) => <>committed a vote in case {a.juryCase?.id}</>,
  VOTE_REVEALED: (a) => <>revealed a vote in case {a.juryCase?.id}</>,
  CASE_CLOSED: (a) => (
    <>
      closed case {a.juryCase?.id}: {a.passed ? `${many(a, "vote")} for its verdict` : "no majority"}
    </>
  ),
  FAULT_ANNOUNCED: () => <>announced a proof of fraud</>,
  FAULT_PROVEN: (a) => (
    <>
      proved {seat(a)} of {round(a)} wrong; {amount(a)} of bounty waits
    </>
  ),
  BOUNTY_TAKEN_OVER: (a) => (
    <>
      took over the bounty on {seat(a)} of {round(a)} by an earlier announcement
    </>
  ),
  BOUNTY_PAID: (a) => (
    <>
      was paid {amount(a)} of bounty for {seat(a)} of {round(a)}
    </>
  ),
  JUDGE_CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of bonds and jurors' pay</>,
  SEAT_PAID: (a) => (
    <>
      was paid {amount(a)} for {seat(a)} of {round(a)}
    </>
  ),
  SEAT_FAILED: (a) => (
    <>
      missed {seat(a)} of {round(a)}
    </>
  ),
  FINAL_HELD: (a) => <>put a question about {round(a)}, which holds its final</>,
  FINAL_RELEASED: (a) => <>closed a question about {round(a)}</>,
  SELF_SET_MARKED: (a) => <>showed that {round(a)} is a self-set exam: probation at most</>,
  ROUND_REOPENED: (a) => (
    <>
      reopened {round(a)} without {many(a, "staker")}: too few results
    </>
  ),
  ROUND_FINALIZED: (a) => (
    <>
      closed {round(a)}: {model(a)} {a.passed ? "passed every gate" : "was refused"}
    </>
  ),
  ROUND_VOIDED: (a) => <>voided {round(a)}</>,
  MODEL_STATE_CHANGED: (a) => (
    <>
      moved {model(a)} to {STATE_WORDS[a.modelState ?? ""] ?? "a new state"}
    </>
  ),
  CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of seat fees</>,
  CHANNEL_DEPOSITED: (a) => <>deposited {amount(a)} into a payment channel</>,
  CHANNEL_REDEEMED: (a) => <>redeemed {amount(a)} of vouchers</>,
  WITHDRAWAL_OPENED: () => <>opened a channel withdrawal</>,
  CHANNEL_WITHDRAWN: (a) => <>withdrew {amount(a)} from a channel</>,
  FEES_FUNDED: (a) => <>funded rewards with {amount(a)}</>,
  EPOCH_POSTED: (a) => (
    <>
      posted reward epoch {a.count}, {amount(a)} in all
    </>
  ),
  EPOCH_OBJECTED: (a) => (
    <>
      objected to reward epoch {a.count} with a bond of {amount(a)}
    </>
  ),
  OBJECTION_SETTLED: (a) => (
    <>
      settled an objection to reward epoch {a.count}: {a.passed ? "it stands" : "it does not stand"}
    </>
  ),
  EPOCH_DISCARDED: (a) => <>showed that reward epoch {a.count} is wrong: it is discarded</>,
  REWARD_CLAIMED: (a) => <>claimed {amount(a)}</>,
  BOND_RETURNED: (a) => <>took back the bond of epoch {a.count}</>,
  REWARD_CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of bounties and bonds of epochs</>,
  GATE_SET: (a) => (
    <>
      added a <Link to="/thresholds">gate</Link> for exams of {many(a, "item")}
    </>
  ),
  ENTRIES_PAUSED: () => <>paused entries: no new round, stake or deposit</>,
  ENTRIES_UNPAUSED: () => <>ended the pause of entries</>,
  GUARDIAN_SET: () => <>was named guardian: it may pause entries</>,
  PARAM_SET_ADDED: () => (
    <>
      set new <Link to="/thresholds">thresholds</Link>
    </>
  ),
};

export function activitySentence(activity: Activity): ReactNode {
  return SENTENCES[activity.kind]?.(activity) ?? activity.kind.toLowerCase().replaceAll("_", " ");
}
