import { useNameOf } from "../../app/config.ts";
import { AddressLink, Amount, Facts, HashText } from "../../ui/index.ts";
import type { RoundRecord } from "./useRounds.ts";

/** Where the fee came from and where it went. */
export function Money({ round }: { round: RoundRecord }) {
  const nameOf = useNameOf();
  const paid = round.seats.reduce((sum, seat) => sum + BigInt(seat.paidAmount ?? 0), 0n);
  return (
    <Facts
      items={[
        [
          "Paid in by the publisher",
          <span key="f" className="row">
            <Amount wei={round.fee} /> <AddressLink address={round.publisher} name={nameOf(round.publisher)} />
          </span>,
        ],
        ["Paid to the seats", <Amount key="p" wei={paid} />],
        ["Given back", round.refund ? <Amount key="r" wei={round.refund} /> : "nothing"],
        ["Seed", round.seed ? <HashText key="s" hash={round.seed} /> : "not known yet"],
      ]}
    />
  );
}
