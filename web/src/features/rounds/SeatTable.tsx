import type { ReactNode } from "react";
import { useNameOf } from "../../app/config.ts";
import { AddressLink, Amount, Empty, HashText, Moment, TxLink } from "../../ui/index.ts";
import { VerifySeat } from "../evidence/index.ts";
import type { RoundRecord, SeatRecord } from "./useRounds.ts";

/** Seats as columns, what each did as rows; on a phone one seat after the other. */
export function SeatTable({ round }: { round: RoundRecord }) {
  const nameOf = useNameOf();
  if (round.seats.length === 0)
    return <Empty>No seat is drawn yet. The hash of block {round.seedBlock} draws them.</Empty>;
  const rows: { label: string; cell: (seat: SeatRecord) => ReactNode }[] = [
    {
      label: "Evaluator",
      cell: (seat) => <AddressLink address={seat.evaluator.id} name={nameOf(seat.evaluator.id)} />,
    },
    { label: "Drawn", cell: () => (round.drawnAt ? <Moment at={round.drawnAt} /> : "–") },
    { label: "Keyed", cell: () => (round.keysAt ? <Moment at={round.keysAt} /> : "–") },
    {
      label: "Committed",
      cell: (seat) => (seat.committedTx ? <TxLink hash={seat.committedTx} /> : waiting(seat, round)),
    },
    { label: "Commitment", cell: (seat) => (seat.commitment ? <HashText hash={seat.commitment} /> : "–") },
    { label: "Revealed", cell: (seat) => (seat.revealedTx ? <TxLink hash={seat.revealedTx} /> : waiting(seat, round)) },
    { label: "Transcript root", cell: (seat) => (seat.root ? <HashText hash={seat.root} /> : "–") },
    {
      label: "Check it here",
      cell: (seat) =>
        seat.transcriptCid && seat.root && seat.lanes ? (
          <VerifySeat seat={seat.seat} cid={seat.transcriptCid} root={seat.root} lanes={seat.lanes} />
        ) : (
          "–"
        ),
    },
    {
      label: "Paid",
      cell: (seat) =>
        seat.paidAmount ? (
          <Amount wei={seat.paidAmount} />
        ) : seat.state === "FAILED" ? (
          <span className="bad">missed its duty</span>
        ) : (
          "–"
        ),
    },
  ];
  return (
    <div className="table-wrap">
      <table className="table seats" aria-label="Seats">
        <thead>
          <tr>
            <th scope="col">Step</th>
            {round.seats.map((seat) => (
              <th key={seat.seat} scope="col">
                Seat {seat.seat}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              {round.seats.map((seat) => (
                <td key={seat.seat} data-label={`Seat ${seat.seat}`}>
                  {row.cell(seat)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const waiting = (seat: SeatRecord, round: RoundRecord): string =>
  round.closedAt || seat.state === "FAILED" ? "never" : "not yet";
