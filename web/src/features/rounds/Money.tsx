import { useNameOf } from "../../data/config.ts";
import { wordText } from "../../ui/format.ts";
import { AddressLink, Amount, Facts, QueryView, Section, Table, TxLink } from "../../ui/index.ts";
import { type Payment, payingTransactions, paymentsOf } from "./money.ts";
import { type RoundRecord, type SeatRecord, useRoundCredits } from "./useRounds.ts";
import { faultWords, nameOfSeat } from "./words.ts";

type Line = SeatRecord & { redraw: number };

/** Where the fee came from and where it went: in sum, seat by seat, and to whoever moved the round on. */
export function Money({ round }: { round: RoundRecord }) {
  const nameOf = useNameOf();
  const credits = useRoundCredits(round);
  const seats = round.draws.flatMap(({ redraw, seats }) => seats.map((seat): Line => ({ ...seat, redraw })));
  const sum = (pick: (seat: SeatRecord) => string | null) =>
    seats.reduce((total, seat) => total + BigInt(pick(seat) ?? 0), 0n);
  const lost = sum((seat) => seat.lostAmount);
  return (
    <div className="stack">
      <Facts
        items={[
          [
            "Paid in by the publisher",
            <span key="f" className="row">
              <Amount wei={round.fee} /> <AddressLink address={round.publisher} name={nameOf(round.publisher)} />
            </span>,
          ],
          ["Paid to the seats", <Amount key="p" wei={sum((seat) => seat.paidAmount)} />],
          ["Taken from seats for their faults", lost > 0n ? <Amount key="l" wei={lost} /> : "nothing"],
          ["At stake by each seat", <Amount key="u" wei={round.paramSet.stakeUnit} />],
          ["Custodian's bond bound meanwhile", <Amount key="c" wei={round.paramSet.custodianBond} />],
        ]}
      />
      {seats.length > 0 && <SeatMoney seats={seats} />}
      <Section
        title="Tips and what came back"
        note="Whoever draws or closes a round gets 2% of what is left of its fee."
      >
        {payingTransactions(round).length === 0 ? (
          <Payments payments={[]} />
        ) : (
          <QueryView query={credits} lines={2}>
            {(data) => <Payments payments={paymentsOf(round, data.roundCredits)} />}
          </QueryView>
        )}
      </Section>
    </div>
  );
}

function SeatMoney({ seats }: { seats: Line[] }) {
  const nameOf = useNameOf();
  return (
    <Section title="Seat by seat">
      <Table<Line>
        label="Money by seat"
        rows={seats}
        rowKey={(seat) => seat.id}
        columns={[
          {
            key: "seat",
            label: "Seat",
            cell: (seat) => `${nameOfSeat(seat)}${seat.redraw === 0 ? "" : `, redraw ${seat.redraw}`}`,
          },
          {
            key: "who",
            label: "Evaluator",
            wide: true,
            cell: (seat) => <AddressLink address={seat.evaluator.id} name={nameOf(seat.evaluator.id)} />,
          },
          {
            key: "paid",
            label: "Fee",
            num: true,
            cell: (seat) => (seat.paidAmount ? <Amount wei={seat.paidAmount} /> : "–"),
          },
          {
            key: "lost",
            label: "Lost",
            num: true,
            cell: (seat) =>
              seat.lostAmount ? (
                <span className="bad">
                  <Amount wei={seat.lostAmount} />
                </span>
              ) : (
                "–"
              ),
          },
          {
            key: "bounty",
            label: "Of it as bounty to",
            wide: true,
            cell: (seat) =>
              seat.bountyTo && BigInt(seat.bounty ?? 0) > 0n ? (
                <span className="row">
                  <Amount wei={seat.bounty ?? "0"} />{" "}
                  <AddressLink address={seat.bountyTo} name={nameOf(seat.bountyTo)} />
                </span>
              ) : (
                "–"
              ),
          },
          {
            key: "why",
            label: "Because",
            wide: true,
            cell: (seat) => <span className="muted">{becauseOf(seat)}</span>,
          },
        ]}
      />
    </Section>
  );
}

function becauseOf(seat: SeatRecord): string {
  if (seat.reason) return faultWords(wordText(seat.reason));
  if (seat.state === "SILENT") return "it never committed";
  if (seat.state === "WITHHELD") return "it committed and withheld its result";
  if (seat.state === "PAID") return "its result counted";
  return seat.paidAmount ? "it stood by" : "–";
}

function Payments({ payments }: { payments: Payment[] }) {
  const nameOf = useNameOf();
  if (payments.length === 0) return <p className="muted">Nothing was paid yet.</p>;
  return (
    <Table<Payment>
      label="Tips and refunds"
      rows={payments}
      rowKey={(row) => `${row.txHash}-${row.label}`}
      columns={[
        { key: "what", label: "What", cell: (row) => row.label },
        { key: "amount", label: "Amount", num: true, cell: (row) => <Amount wei={row.amount} /> },
        {
          key: "who",
          label: "To",
          wide: true,
          cell: (row) => <AddressLink address={row.account} name={nameOf(row.account)} />,
        },
        { key: "tx", label: "Transaction", wide: true, cell: (row) => <TxLink hash={row.txHash} /> },
      ]}
    />
  );
}
