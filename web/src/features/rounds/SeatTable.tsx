import type { ReactNode } from "react";
import { wordText } from "../../ui/format.ts";
import { Amount, Badge, HashText, Matrix, Moment, TxLink, useNow } from "../../ui/index.ts";
import { VerifySeat } from "../evidence/index.ts";
import { AccountLink } from "../names/index.ts";
import { phaseAt } from "./clock.ts";
import { aboutSeat } from "./judging.ts";
import { AuditCell, DidAudit, QuestionsCell } from "./SeatJudging.tsx";
import type { DrawRecord, RoundRecord, SeatRecord } from "./useRounds.ts";
import { faultWords, nameOfSeat, seatStatus } from "./words.ts";

interface Row {
  label: string;
  cell: (seat: SeatRecord) => ReactNode;
  /** Left out where no seat has it. */
  has?: (seat: SeatRecord) => boolean;
}

/** A draw's seats as columns, first the primaries; what each did as rows; on a phone one seat after the other. */
export function SeatTable({ round, draw }: { round: RoundRecord; draw: DrawRecord }) {
  const phase = phaseAt(round, useNow() / 1000);
  const isLatest = draw === latestDrawn(round);
  const wasRedrawn = !isLatest || phase === "OPEN";
  const never = wasRedrawn || round.closedAt !== null;
  /** A reserve has nothing to do unless its window runs. */
  const missing = (seat: SeatRecord): string => {
    if (seat.state === "STANDING_BY" && (never || phase !== "SECOND_COMMIT")) return "–";
    return never ? "never" : "not yet";
  };
  const rows: Row[] = [
    {
      label: "Evaluator",
      cell: (seat) => <AccountLink address={seat.evaluator.id} />,
    },
    {
      label: "Status",
      cell: (seat) => {
        const { words, tone } = seatStatus(seat, phase, wasRedrawn);
        return <Badge tone={tone}>{words}</Badge>;
      },
    },
    {
      label: "Because",
      has: (seat) => seat.reason !== null,
      cell: (seat) => (seat.reason ? faultWords(wordText(seat.reason)) : "–"),
    },
    {
      label: "Keyed",
      cell: () => (isLatest && round.keysAt ? <Moment at={round.keysAt} /> : "–"),
      has: () => isLatest,
    },
    { label: "Committed", cell: (seat) => (seat.committedTx ? <TxLink hash={seat.committedTx} /> : missing(seat)) },
    {
      label: "Commitment",
      has: (seat) => seat.commitment !== null,
      cell: (seat) => (seat.commitment ? <HashText hash={seat.commitment} /> : "–"),
    },
    { label: "Revealed", cell: (seat) => (seat.revealedTx ? <TxLink hash={seat.revealedTx} /> : missing(seat)) },
    {
      label: "Transcript root",
      has: (seat) => seat.root !== null,
      cell: (seat) => (seat.root ? <HashText hash={seat.root} /> : "–"),
    },
    {
      label: "Check it here",
      has: (seat) => seat.transcriptCid !== null,
      cell: (seat) =>
        seat.transcriptCid && seat.root && seat.lanes ? (
          <VerifySeat seat={seat.seat} cid={seat.transcriptCid} root={seat.root} lanes={seat.lanes} />
        ) : (
          "–"
        ),
    },
    {
      label: "Audited by",
      has: () => round.paramSet.auditLeaves > 0,
      cell: (seat) => {
        const { audited } = aboutSeat(round, seat.id);
        return audited ? (
          <AuditCell audit={audited} leaves={round.paramSet.auditLeaves} />
        ) : seat.root ? (
          missing(seat)
        ) : (
          "–"
        );
      },
    },
    {
      label: "Its own audit",
      has: () => round.paramSet.auditLeaves > 0,
      cell: (seat) => {
        const { did } = aboutSeat(round, seat.id);
        return did ? <DidAudit audit={did} /> : seat.audited ? "done" : seat.root ? missing(seat) : "–";
      },
    },
    {
      label: "Demands, challenges, proofs",
      has: (seat) => {
        const { demands, challenges, proofs } = aboutSeat(round, seat.id);
        return demands.length + challenges.length + proofs.length > 0;
      },
      cell: (seat) => <QuestionsCell about={aboutSeat(round, seat.id)} />,
    },
    {
      label: "Paid",
      has: (seat) => seat.paidAmount !== null,
      cell: (seat) => (seat.paidAmount ? <Amount wei={seat.paidAmount} /> : "–"),
    },
    {
      label: "Lost",
      has: (seat) => seat.lostAmount !== null,
      cell: (seat) => (seat.lostAmount ? <Loss seat={seat} /> : "–"),
    },
  ];
  const shown = rows.filter((row) => !row.has || draw.seats.some(row.has));
  return (
    <Matrix
      label={draw.redraw === 0 ? "Seats" : `Seats of redraw ${draw.redraw}`}
      corner="Step"
      heads={draw.seats.map(nameOfSeat)}
      rows={shown.map((row) => ({
        key: row.label,
        label: row.label,
        cells: draw.seats.map((seat) => ({ key: String(seat.seat), content: row.cell(seat) })),
      }))}
    />
  );
}

/** The newest draw that has seats. */
export const latestDrawn = (round: RoundRecord): DrawRecord | undefined =>
  round.draws.findLast((draw) => draw.seats.length > 0);

/** What a fault cost, and who got a part of it for proving it. */
function Loss({ seat }: { seat: SeatRecord }) {
  if (!seat.lostAmount) return null;
  const hasBounty = seat.bountyTo !== null && BigInt(seat.bounty ?? 0) > 0n;
  return (
    <span className="bad">
      <Amount wei={seat.lostAmount} />
      {hasBounty && seat.bountyTo && (
        <span className="small muted">
          , <Amount wei={seat.bounty ?? "0"} /> of it to <AccountLink address={seat.bountyTo} />
        </span>
      )}
    </span>
  );
}
