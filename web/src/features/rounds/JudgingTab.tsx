import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { useNameOf } from "../../data/config.ts";
import { duration } from "../../ui/format.ts";
import { AddressLink, Amount, Badge, CidLink, Empty, Moment, Section, Table, TxLink, useNow } from "../../ui/index.ts";
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
          Nobody has asked anything yet. Whoever doubts a trial can demand that the seat shows it, have a jury run it
          again, or prove by hashing alone that a transcript contradicts itself.
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
  const nameOf = useNameOf();
  const now = useNow() / 1000;
  const { juryCase } = challenge;
  const end = challenge.end ? undefined : caseEnd(juryCase, now);
  return (
    <Section
      title={`${challenge.finding ? "Finding" : "Challenge"} ${challenge.id}: ${seatName(challenge.seat)}, ${leafName(challenge)}`}
      aside={<Outcome end={challenge.end} words={challengeWords(challenge, now)} />}
      note={
        <span className="row">
          By <AddressLink address={challenge.challenger} name={nameOf(challenge.challenger)} />
          {challenge.finding ? (
            "out of its audit duty, without a bond"
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
            ? `${juryCase.wantedJurors} jurors are drawn by the seed of an epoch that begins after the question.`
            : "No juror could be drawn."}
        </p>
      ) : (
        <Table<JurorRecord>
          label={`Jurors of case ${juryCase.id}`}
          rows={juryCase.jurors}
          rowKey={(row) => String(row.number)}
          columns={[
            { key: "n", label: "Juror", num: true, cell: (row) => row.number },
            {
              key: "who",
              label: "Who",
              cell: (row) => <AddressLink address={row.evaluator.id} name={nameOf(row.evaluator.id)} />,
            },
            { key: "vote", label: "Vote", cell: (row) => <Vote juror={row} verdict={juryCase.verdict} /> },
            {
              key: "tx",
              label: "Transaction",
              wide: true,
              cell: (row) => {
                const tx = row.revealedTx ?? row.committedTx;
                return tx ? <TxLink hash={tx} /> : "–";
              },
            },
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

function Vote({ juror, verdict }: { juror: JurorRecord; verdict: string | null }) {
  if (juror.state !== "REVEALED" || juror.answer === null) {
    const words = juror.state === "REVEALED" ? "revealed" : JUROR_STATES[juror.state];
    return <span className={juror.state === "WITHHELD" || juror.state === "SILENT" ? "bad" : "muted"}>{words}</span>;
  }
  const isWith = verdict !== null && juror.answer === verdict;
  return (
    <span>
      {answerWords(juror.answer)}{" "}
      {verdict !== null && <span className="muted">{isWith ? "with the majority" : "alone"}</span>}
    </span>
  );
}

function Demands({ demands }: { demands: DemandRecord[] }) {
  const nameOf = useNameOf();
  return (
    <Section title="Demands" note="A seat shows the trial on chain and earns the bond, or is convicted of silence.">
      <Table<DemandRecord>
        label="Demands"
        rows={demands}
        rowKey={(row) => row.id}
        columns={[
          { key: "seat", label: "Of", cell: (row) => seatName(row.seat) },
          { key: "leaf", label: "Trial", wide: true, cell: (row) => leafName(row) },
          {
            key: "state",
            label: "State",
            cell: (row) => (
              <Badge tone={row.state === "EXPIRED" ? "bad" : row.state === "ANSWERED" ? "good" : "plain"}>
                {demandWords(row.state)}
              </Badge>
            ),
          },
          {
            key: "who",
            label: "By",
            wide: true,
            cell: (row) => <AddressLink address={row.demander} name={nameOf(row.demander)} />,
          },
          { key: "bond", label: "Bond", num: true, wide: true, cell: (row) => <Amount wei={row.bond} /> },
          {
            key: "until",
            label: "Answer due",
            num: true,
            wide: true,
            cell: (row) => (row.state === "OPEN" ? <Moment at={row.deadline} /> : "–"),
          },
          {
            key: "tx",
            label: "Transaction",
            wide: true,
            cell: (row) => <TxLink hash={row.closedTx ?? row.openedTx} />,
          },
        ]}
      />
    </Section>
  );
}

const ANNOUNCED: Record<AnnouncementRecord["state"], string> = {
  ANNOUNCED: "announced",
  HOLDS: "its bounty waits for earlier announcers",
  OVERTAKEN: "an earlier announcer has the bounty",
  PAID: "paid",
};

function Proofs({ announcements }: { announcements: AnnouncementRecord[] }) {
  const nameOf = useNameOf();
  return (
    <Section title="Fraud proofs" note="Shown by hashing alone: no jury, nobody to be believed.">
      <Table<AnnouncementRecord>
        label="Fraud proofs"
        rows={announcements}
        rowKey={(row) => row.id}
        columns={[
          { key: "seat", label: "Against", cell: (row) => (row.seat ? seatName(row.seat) : "not shown yet") },
          { key: "ground", label: "Because", cell: (row) => groundWords(row.ground) },
          { key: "state", label: "State", wide: true, cell: (row) => ANNOUNCED[row.state] },
          {
            key: "who",
            label: "By",
            wide: true,
            cell: (row) => <AddressLink address={row.prover} name={nameOf(row.prover)} />,
          },
          {
            key: "bounty",
            label: "Bounty",
            num: true,
            wide: true,
            cell: (row) => (row.bounty && row.state !== "OVERTAKEN" ? <Amount wei={row.bounty} /> : "–"),
          },
          {
            key: "tx",
            label: "Transaction",
            wide: true,
            cell: (row) => <TxLink hash={row.provenTx ?? row.announcedTx} />,
          },
        ]}
      />
    </Section>
  );
}
