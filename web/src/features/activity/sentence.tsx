import type { ReactNode } from "react";
import { Link } from "react-router";
import { count } from "../../ui/format.ts";
import { Amount } from "../../ui/index.ts";
import { DatanetLink, ModelLink, RoundLink } from "../names/index.ts";
import { kindWords } from "./kinds.ts";
import type { Activity } from "./useActivity.ts";

const MOVES: Record<string, string> = {
  SANDBOX: "moved to the sandbox:",
  PROBATION: "put on probation:",
  ADMITTED: "admitted",
  SUSPENDED: "suspended",
  RETIRED: "retired",
};

const datanet = (a: Activity) => <DatanetLink id={a.datanet?.id ?? ""} />;
const version = (a: Activity) => <DatanetLink id={a.datanet?.id ?? ""} version={a.version?.version} tab="versions" />;
const model = (a: Activity) => <ModelLink id={a.model?.id ?? ""} />;
const round = (a: Activity) => <RoundLink id={a.round?.id ?? ""} />;
const seat = (a: Activity) => <>seat {a.seat?.seat}</>;
const amount = (a: Activity) => (a.amount === null ? <>an amount</> : <Amount wei={a.amount} />);
const many = (a: Activity, one: string, more = `${one}s`) =>
  `${count(BigInt(a.count ?? 0))} ${a.count === "1" ? one : more}`;

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
      sealed the exam of {version(a)}, {many(a, "batch", "batches")}
    </>
  ),
  VERSION_WITHDRAWN: (a) => <>withdrew {version(a)}</>,
  BATCH_CONSUMED: (a) => (
    <>
      took an exam batch of {datanet(a)} for {round(a)}
    </>
  ),
  BATCH_RETIRED: (a) => <>published a used exam batch of {datanet(a)}</>,
  MODEL_REGISTERED: (a) => <>registered {model(a)}</>,
  SHARE_TABLE_POSTED: (a) => <>posted the share table of {model(a)}</>,
  MODEL_STAKED: (a) => (
    <>
      staked {amount(a)} on {model(a)}
    </>
  ),
  MODEL_UNSTAKED: (a) => (
    <>
      started to take {amount(a)} of stake from {model(a)}
    </>
  ),
  EVALUATOR_REGISTERED: () => <>registered as an evaluator</>,
  EVALUATOR_STAKED: (a) => <>staked {many(a, "unit")} as an evaluator</>,
  EVALUATOR_UNSTAKED: (a) => <>started to take out {many(a, "unit")}</>,
  EVALUATOR_SLASHED: (a) => (
    <>
      lost one unit, {amount(a)}, in {a.round ? round(a) : "a jury"}
    </>
  ),
  EVALUATOR_CHARGED: (a) => (
    <>
      was charged {amount(a)} for silence in {a.round ? round(a) : "a jury"}
    </>
  ),
  CUSTODIAN_BOND_POSTED: (a) => (
    <>
      put down a bond of {amount(a)} as custodian of {datanet(a)}
    </>
  ),
  CUSTODIAN_BOND_EXITED: (a) => (
    <>
      started to take {amount(a)} of its bond from {datanet(a)}
    </>
  ),
  CUSTODIAN_BOND_CUT: (a) => (
    <>
      lost {amount(a)} of its bond on {datanet(a)}: {round(a)} got no usable keys
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
      said that the key of {seat(a)} in {round(a)} opens nothing
    </>
  ),
  SEAT_EXCLUDED: (a) => (
    <>
      was excluded from {seat(a)} in {round(a)}
    </>
  ),
  SEAT_COMMITTED: (a) => (
    <>
      committed {seat(a)} in {round(a)}
    </>
  ),
  SEAT_REVEALED: (a) => (
    <>
      revealed {seat(a)} in {round(a)}
    </>
  ),
  SEAT_AUDITED: (a) => (
    <>
      finished the audits of {seat(a)} in {round(a)}
    </>
  ),
  SEAT_CONVICTED: (a) => (
    <>
      was proven wrong in {seat(a)} of {round(a)}
    </>
  ),
  AUDIT_REQUESTED: (a) => (
    <>
      asked for the audits of {round(a)}; the seed of epoch {a.count} draws them
    </>
  ),
  AUDIT_DRAWN: (a) => <>drew the trials to audit in {round(a)}</>,
  AUDIT_POSTED: (a) => (
    <>
      audited {seat(a)} in {round(a)}: {a.passed ? "everything is as revealed" : "it says that one trial is wrong"}
    </>
  ),
  LEAF_DEMANDED: (a) => (
    <>
      demanded item {a.count} from {seat(a)} in {round(a)}
    </>
  ),
  LEAF_ANSWERED: (a) => (
    <>
      showed item {a.count} of {seat(a)} in {round(a)} on chain
    </>
  ),
  DEMAND_CLOSED: (a) => (
    <>
      closed a demand on {seat(a)} in {round(a)}: {a.passed ? "it is no longer needed" : "the seat did not answer"}
    </>
  ),
  CHALLENGE_OPENED: (a) => (
    <>
      challenged item {a.count} of {seat(a)} in {round(a)}
    </>
  ),
  CHALLENGE_SETTLED: (a) => (
    <>
      settled a challenge of {seat(a)} in {round(a)}:{" "}
      {a.passed === null ? "no decision" : a.passed ? "the trial is right" : "the trial is wrong"}
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
      closed case {a.juryCase?.id}: {a.passed ? `${many(a, "vote")} for the verdict` : "no majority"}
    </>
  ),
  FAULT_ANNOUNCED: () => <>announced a fraud proof</>,
  FAULT_PROVEN: (a) => (
    <>
      proved {seat(a)} in {round(a)} wrong; a bounty of {amount(a)} waits
    </>
  ),
  BOUNTY_TAKEN_OVER: (a) => (
    <>
      took over the bounty on {seat(a)} in {round(a)}: its announcement was earlier
    </>
  ),
  BOUNTY_PAID: (a) => (
    <>
      was paid a bounty of {amount(a)} for {seat(a)} in {round(a)}
    </>
  ),
  JUDGE_CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of bonds and juror pay</>,
  SEAT_PAID: (a) => (
    <>
      was paid {amount(a)} for {seat(a)} in {round(a)}
    </>
  ),
  SEAT_FAILED: (a) => (
    <>
      did not deliver {seat(a)} in {round(a)}
    </>
  ),
  FINAL_HELD: (a) => <>asked a question about {round(a)}; the round can't close until it is answered</>,
  FINAL_RELEASED: (a) => <>closed a question about {round(a)}</>,
  SELF_SET_MARKED: (a) => (
    <>showed that the publisher or curator wrote the exam of {round(a)}: a pass gives probation at most</>
  ),
  ROUND_REOPENED: (a) => (
    <>
      reopened {round(a)} after too few results; {many(a, "staker")} can't be drawn again
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
      {MOVES[a.modelState ?? ""] ?? "changed the state of"} {model(a)}
    </>
  ),
  CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of seat fees</>,
  CHANNEL_DEPOSITED: (a) => <>deposited {amount(a)} into a payment channel</>,
  CHANNEL_REDEEMED: (a) => <>redeemed {amount(a)} of vouchers</>,
  WITHDRAWAL_OPENED: () => <>opened a channel withdrawal</>,
  CHANNEL_WITHDRAWN: (a) => <>withdrew {amount(a)} from a channel</>,
  FEES_FUNDED: (a) => <>paid {amount(a)} of fees into the rewards</>,
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
      settled an objection to reward epoch {a.count}: {a.passed ? "the objection was right" : "the objection was wrong"}
    </>
  ),
  EPOCH_DISCARDED: (a) => <>showed that reward epoch {a.count} is wrong, so it was discarded</>,
  REWARD_CLAIMED: (a) => <>claimed {amount(a)}</>,
  BOND_RETURNED: (a) => <>took back the bond of reward epoch {a.count}</>,
  REWARD_CREDIT_WITHDRAWN: (a) => <>withdrew {amount(a)} of bounties and bonds from reward epochs</>,
  GATE_SET: (a) => (
    <>
      added a <Link to="/thresholds">gate</Link> for exams of {many(a, "item")}
    </>
  ),
  ENTRIES_PAUSED: () => <>paused entries: no new round, stake or deposit is taken</>,
  ENTRIES_UNPAUSED: () => <>ended the pause of entries</>,
  GUARDIAN_SET: () => <>was named guardian: it may pause entries</>,
  PARAM_SET_ADDED: () => (
    <>
      set new <Link to="/thresholds">thresholds</Link>
    </>
  ),
};

/** What happened, after its actor's name. */
export const ActivitySentence = ({ activity }: { activity: Activity }): ReactNode =>
  SENTENCES[activity.kind]?.(activity) ?? kindWords(activity.kind);
