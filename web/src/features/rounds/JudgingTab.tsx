import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { duration } from "../../ui/format.ts";
import {
  Amount,
  amountColumn,
  Badge,
  CidLink,
  Empty,
  Section,
  Table,
  TxLink,
  timeColumn,
  txColumn,
  useNow,
} from "../../ui/index.ts";
import { AccountLink, useAccountColumn } from "../names/index.ts";
import { ChallengePanel } from "./ChallengePanel.tsx";
import {
  type AnnouncementRecord,
  answerWords,
  type ChallengeRecord,
  caseEnd,
  challengeWords,
  type DemandRecord,
  demandWords,
  type JurorRecord,
} from "./judging.ts";
import type { RoundRecord } from "./useRounds.ts";
import { groundWords } from "./words.ts";

/** What anyone asked of this round's seats, what came of it, and how to ask. */
export function JudgingTab({ round }: { round: RoundRecord }) {
  const { demands, challenges, announcements } = round;
  const asked = demands.length + challenges.length + announcements.length;
  return (
    <div className="stack">
      {asked === 0 && (
        <Empty>
          Nobody has asked anything yet. Anyone can demand that a seat shows a trial, have a jury run it again, or prove
          by hashing that a transcript contradicts itself.
        </Empty>
      )}
      {challenges.map((challenge) => (
        <Challenge key={challenge.id} challenge={challenge} />
      ))}
      {demands.length > 0 && <Demands demands={demands} />}
      {announcements.length > 0 && <Proofs announcements={announcements} />}
      <ChallengePanel round={round} />
    </div>
  );
}

const conditionOf = (position: number): string =>
  TRIAL_LAYOUT.find(({ first, count }) => position >= first && position < first + count)?.condition ?? "unknown";

const seatName = ({ seat, redraw }: { seat: number; redraw: number }): string =>
  `seat ${seat}${redraw === 0 ? "" : ` of redraw ${redraw}`}`;

const leafName = ({ slot, position }: { slot: number; position: number }): string =>
  `item ${slot}, trial ${position} (${conditionOf(position)})`;

function Challenge({ challenge }: { challenge: ChallengeRecord }) {
  const accountColumn = useAccountColumn();
  const now = useNow() / 1000;
  const { juryCase } = challenge;
  const end = challenge.end ? undefined : caseEnd(juryCase, now);
  return (
    <Section
      title={`${challenge.finding ? "Finding" : "Challenge"} ${challenge.id}: ${seatName(challenge.seat)}, ${leafName(challenge)}`}
      aside={<Outcome end={challenge.end} words={challengeWords(challenge, now)} />}
      note={
        <span className="row">
          By <AccountLink address={challenge.challenger} />
          {challenge.finding ? (
            "as part of its audit, without a bond"
          ) : (
            <>
              with a bond of <Amount wei={challenge.bond} />
            </>
          )}
          <TxLink hash={challenge.openedTx} />
          {juryCase.evidenceCid && <CidLink cid={juryCase.evidenceCid} />}
          {end !== undefined && (end > now ? `at most ${duration(end - now)} left` : "its window has closed")}
        </span>
      }
    >
      {juryCase.jurors.length === 0 ? (
        <p className="muted">
          {juryCase.state === "WAITING"
            ? `${juryCase.wantedJurors} jurors are drawn with the seed of a stake epoch that begins after the question.`
            : "No juror could be drawn."}
        </p>
      ) : (
        <Table<JurorRecord>
          label={`Jurors of case ${juryCase.id}`}
          rows={juryCase.jurors}
          rowKey={(row) => String(row.number)}
          columns={[
            accountColumn((row) => row.evaluator.id, { key: "who", label: "Juror" }),
            {
              key: "vote",
              label: "Vote",
              value: voteWords,
              cell: (row) => <Vote juror={row} verdict={juryCase.verdict} />,
            },
            { key: "n", label: "Number", num: true, wide: true, value: (row) => row.number },
            txColumn((row) => row.revealedTx ?? row.committedTx, { key: "tx", label: "Transaction" }),
          ]}
        />
      )}
    </Section>
  );
}

function Outcome({ end, words }: { end: ChallengeRecord["end"]; words: string }) {
  const tone = end === "BAD" || end === "VOID" ? "bad" : end === "CLEAN" ? "good" : end ? "plain" : "accent";
  return <Badge tone={tone}>{words}</Badge>;
}

const JUROR_STATES: Record<Exclude<JurorRecord["state"], "REVEALED">, string> = {
  DRAWN: "not yet",
  COMMITTED: "committed",
  SILENT: "silent, charged",
  WITHHELD: "withheld its vote, slashed",
};

function voteWords(juror: JurorRecord): string {
  if (juror.state !== "REVEALED") return JUROR_STATES[juror.state];
  return juror.answer === null ? "revealed" : answerWords(juror.answer);
}

function Vote({ juror, verdict }: { juror: JurorRecord; verdict: string | null }) {
  if (juror.state !== "REVEALED" || juror.answer === null)
    return (
      <span className={juror.state === "WITHHELD" || juror.state === "SILENT" ? "bad" : "muted"}>{voteWords(juror)}</span>
    );
  const isWith = verdict !== null && juror.answer === verdict;
  return (
    <span>
      {answerWords(juror.answer)}{" "}
      {verdict !== null && <span className="muted">{isWith ? "with the majority" : "against the majority"}</span>}
    </span>
  );
}

function Demands({ demands }: { demands: DemandRecord[] }) {
  const accountColumn = useAccountColumn();
  return (
    <Section
      title="Demands"
      note="A seat shows the trial on chain and earns the bond. If it does not answer, it is convicted."
    >
      <Table<DemandRecord>
        label="Demands"
        rows={demands}
        rowKey={(row) => row.id}
        columns={[
          { key: "seat", label: "Of", value: (row) => seatName(row.seat) },
          {
            key: "state",
            label: "State",
            value: (row) => demandWords(row.state),
            cell: (row) => (
              <Badge tone={row.state === "EXPIRED" ? "bad" : row.state === "ANSWERED" ? "good" : "plain"}>
                {demandWords(row.state)}
              </Badge>
            ),
          },
          { key: "leaf", label: "Trial", wide: true, value: leafName },
          accountColumn((row) => row.demander, { key: "who", label: "By", wide: true }),
          amountColumn((row) => row.bond, { key: "bond", label: "Bond", wide: true }),
          timeColumn((row) => (row.state === "OPEN" ? row.deadline : undefined), {
            key: "until",
            label: "Answer due",
            wide: true,
          }),
          txColumn((row) => row.closedTx ?? row.openedTx, { key: "tx", label: "Transaction" }),
        ]}
      />
    </Section>
  );
}

const ANNOUNCED: Record<AnnouncementRecord["state"], string> = {
  ANNOUNCED: "announced",
  HOLDS: "the bounty waits, in case somebody announced earlier",
  OVERTAKEN: "somebody who announced earlier has the bounty",
  PAID: "paid",
};

function Proofs({ announcements }: { announcements: AnnouncementRecord[] }) {
  const accountColumn = useAccountColumn();
  return (
    <Section title="Fraud proofs" note="Shown by hashing alone: there is no jury, and you need not believe anybody.">
      <Table<AnnouncementRecord>
        label="Fraud proofs"
        rows={announcements}
        rowKey={(row) => row.id}
        columns={[
          { key: "seat", label: "Against", value: (row) => (row.seat ? seatName(row.seat) : "not shown yet") },
          { key: "ground", label: "Because", value: (row) => groundWords(row.ground) },
          { key: "state", label: "State", wide: true, value: (row) => ANNOUNCED[row.state] },
          accountColumn((row) => row.prover, { key: "who", label: "By", wide: true }),
          amountColumn((row) => (row.state === "OVERTAKEN" ? undefined : row.bounty), {
            key: "bounty",
            label: "Bounty",
            wide: true,
          }),
          txColumn((row) => row.provenTx ?? row.announcedTx, { key: "tx", label: "Transaction" }),
        ]}
      />
    </Section>
  );
}
