import type { ReactNode } from "react";
import { useNameOf } from "../../app/config.ts";
import { AddressLink, Amount, Facts, HashText, TxLink } from "../../ui/index.ts";
import type { RoundRecord, SeatRecord } from "./useRounds.ts";

/** Where the fee came from and where it went. */
export function Money({ round }: { round: RoundRecord }) {
  const nameOf = useNameOf();
  const seats = round.draws.flatMap((draw) => draw.seats);
  const sum = (pick: (seat: SeatRecord) => string | null) =>
    seats.reduce((total, seat) => total + BigInt(pick(seat) ?? 0), 0n);
  const lost = sum((seat) => seat.lostAmount);
  const bounties = sum((seat) => seat.bounty);
  const drawn = round.draws.filter((draw) => draw.seed !== null);
  return (
    <Facts
      items={[
        [
          "Paid in by the publisher",
          <span key="f" className="row">
            <Amount wei={round.fee} /> <AddressLink address={round.publisher} name={nameOf(round.publisher)} />
          </span>,
        ],
        ["Paid to the seats", <Amount key="p" wei={sum((seat) => seat.paidAmount)} />],
        ["Given back", round.refund ? <Amount key="r" wei={round.refund} /> : "nothing"],
        ["Taken from seats for their faults", lost > 0n ? <Amount key="l" wei={lost} /> : "nothing"],
        ["Of it to who proved them", bounties > 0n ? <Amount key="b" wei={bounties} /> : "nothing"],
        ["Custodian's bond bound meanwhile", <Amount key="c" wei={round.paramSet.custodianBond} />],
        ...(drawn.length === 0
          ? [["Seed", "not known yet"] as [string, ReactNode]]
          : drawn.map((draw): [string, ReactNode] => [
              draw.redraw === 0 ? "Seed of the draw" : `Seed of redraw ${draw.redraw}`,
              <span key={draw.id} className="row">
                {draw.seed && <HashText hash={draw.seed} />} {draw.drawnTx && <TxLink hash={draw.drawnTx} />}
              </span>,
            ])),
      ]}
    />
  );
}
