import { wordText } from "../../ui/format.ts";
import { Amount, amountColumn, Facts, QueryView, Section, Table, txColumn } from "../../ui/index.ts";
import { AccountLink, useAccountColumn } from "../names/index.ts";
import { type Payment, payingTransactions, paymentsOf } from "./money.ts";
import { type RoundRecord, type SeatRecord, useRoundCredits } from "./useRounds.ts";
import { faultWords, nameOfSeat } from "./words.ts";

type Line = SeatRecord & { redraw: number };

/** Where the fee came from and where it went: in sum, seat by seat, and to whoever moved the round on. */
export function Money({ round }: { round: RoundRecord }) {
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
              <Amount wei={round.fee} /> <AccountLink address={round.publisher} />
            </span>,
          ],
          ["Paid to the seats", <Amount key="p" wei={sum((seat) => seat.paidAmount)} />],
          ["Taken from seats for faults", lost > 0n ? <Amount key="l" wei={lost} /> : "nothing"],
          ["At stake by each seat", <Amount key="u" wei={round.paramSet.stakeUnit} />],
          ["Custodian's bond, bound until it closes", <Amount key="c" wei={round.paramSet.custodianBond} />],
        ]}
      />
      {seats.length > 0 && <SeatMoney seats={seats} />}
      <Section
        title="Tips and what came back"
        note="The account that draws or closes a round gets 2% of what is left of its fee."
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
  const accountColumn = useAccountColumn();
  return (
    <Section title="Seat by seat">
      <Table<Line>
        label="Money by seat"
        isList
        rows={seats}
        rowKey={(seat) => seat.id}
        columns={[
          {
            key: "seat",
            label: "Seat",
            value: (seat) => `${nameOfSeat(seat)}${seat.redraw === 0 ? "" : `, redraw ${seat.redraw}`}`,
          },
          amountColumn((seat) => seat.paidAmount, { key: "paid", label: "Fee" }),
          {
            ...amountColumn<Line>((seat) => seat.lostAmount, { key: "lost", label: "Lost", wide: true }),
            cell: (seat) =>
              seat.lostAmount ? (
                <span className="bad">
                  <Amount wei={seat.lostAmount} />
                </span>
              ) : (
                "–"
              ),
          },
          accountColumn((seat) => seat.evaluator.id, { key: "who", label: "Evaluator", wide: true }),
          {
            ...amountColumn<Line>((seat) => (seat.bountyTo ? seat.bounty : undefined), {
              key: "bounty",
              label: "Of that, bounty to",
              help: "What went to the account that proved the fault.",
              wide: true,
            }),
            num: false,
            cell: (seat) =>
              seat.bountyTo && BigInt(seat.bounty ?? 0) > 0n ? (
                <span className="row">
                  <Amount wei={seat.bounty ?? "0"} /> <AccountLink address={seat.bountyTo} />
                </span>
              ) : (
                "–"
              ),
          },
          {
            key: "why",
            label: "Because",
            wide: true,
            value: becauseOf,
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
  return seat.paidAmount ? "it was ready to step in" : "–";
}

function Payments({ payments }: { payments: Payment[] }) {
  const accountColumn = useAccountColumn();
  return (
    <Table<Payment>
      label="Tips and refunds"
      rows={payments}
      empty={<p className="muted">Nothing was paid yet.</p>}
      rowKey={(row) => `${row.txHash}-${row.label}`}
      columns={[
        { key: "what", label: "What", value: (row) => row.label },
        amountColumn((row) => row.amount, { key: "amount", label: "Amount" }),
        accountColumn((row) => row.account, { key: "who", label: "To", wide: true }),
        txColumn((row) => row.txHash, { key: "tx", label: "Transaction" }),
      ]}
    />
  );
}
