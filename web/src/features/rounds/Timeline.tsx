import { duration } from "../../ui/format.ts";
import { Moment, TxLink, useNow } from "../../ui/index.ts";
import type { RoundRecord } from "./useRounds.ts";

interface Step {
  label: string;
  at: string | null;
  tx: string | null;
  note?: string | undefined;
  deadline?: string | null;
}

/** Drawn, keyed, committed, revealed, closed: when each happened, and what the round waits for now. */
export function Timeline({ round }: { round: RoundRecord }) {
  const now = useNow();
  const last = (pick: (seat: RoundRecord["seats"][number]) => string | null) => {
    const times = round.seats.map(pick).filter((time) => time !== null);
    return times.length === round.seatCount && times.length > 0 ? String(Math.max(...times.map(Number))) : null;
  };
  const steps: Step[] = [
    { label: "Opened", at: round.openedAt, tx: round.openedTx },
    { label: "Drawn", at: round.drawnAt, tx: round.drawnTx, note: `by block ${round.seedBlock}` },
    { label: "Keyed", at: round.keysAt, tx: round.keysTx, deadline: round.keyDeadline },
    {
      label: "Committed",
      at: last((seat) => seat.committedAt),
      tx: null,
      note: `${round.committedCount} of ${round.seatCount} seats`,
      deadline: round.commitDeadline,
    },
    {
      label: "Revealed",
      at: last((seat) => seat.revealedAt),
      tx: null,
      note: `${round.revealedCount} of ${round.seatCount} seats`,
      deadline: round.revealDeadline,
    },
    { label: round.phase === "VOID" ? "Void" : "Closed and paid", at: round.closedAt, tx: round.closedTx },
  ];
  const current = round.closedAt ? -1 : steps.findIndex((step) => step.at === null);
  return (
    <ol className="timeline" aria-label="Timeline">
      {steps.map((step, i) => (
        <li key={step.label} data-state={step.at ? "done" : i === current ? "now" : "next"}>
          <strong>{step.label}</strong>
          <span className="small muted">
            {step.at ? <Moment at={step.at} /> : i === current ? waiting(step.deadline, now) : "–"}
          </span>
          {step.note && (step.at || i === current) && <span className="small muted">{step.note}</span>}
          {step.tx && <TxLink hash={step.tx} />}
        </li>
      ))}
    </ol>
  );
}

function waiting(deadline: string | null | undefined, nowMs: number): string {
  if (!deadline || deadline === "0") return "waiting";
  const left = Number(deadline) - nowMs / 1000;
  return left > 0 ? `at most ${duration(left)} left` : "its window has closed";
}
