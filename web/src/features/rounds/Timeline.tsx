import { duration } from "../../ui/format.ts";
import { Moment, TxLink, useNow } from "../../ui/index.ts";
import { commitsEnd, phaseAt, phaseEnd, revealsEnd } from "./clock.ts";
import type { RoundRecord } from "./useRounds.ts";

interface Step {
  label: string;
  /** Phases in which the round waits for this step. */
  phases: string[];
  /** When it was done, unix seconds. */
  at: number | null;
  tx: string | null;
  note?: string | undefined;
}

/** Drawn, keyed, committed, revealed, audited, closed: when each happened, and what the round waits for now. */
export function Timeline({ round }: { round: RoundRecord }) {
  const now = useNow() / 1000;
  const phase = phaseAt(round, now);
  const steps = stepsOf(round, phase);
  const current = steps.findIndex((step) => step.phases.includes(phase));
  const end = phaseEnd(round, phase);
  return (
    <ol className="timeline" aria-label="Timeline">
      {steps.map((step, i) => {
        const isDone = step.at !== null || phase === "FINAL" || (current > i && phase !== "VOID");
        const isNow = i === current && !isDone;
        return (
          <li key={step.label} data-state={isDone ? "done" : isNow ? "now" : "next"}>
            <strong>{step.label}</strong>
            <span className="small muted">
              {step.at !== null ? <Moment at={step.at} /> : isNow ? waiting(end, now, round, phase) : "–"}
            </span>
            {step.note && (isDone || isNow) && <span className="small muted">{step.note}</span>}
            {step.tx && <TxLink hash={step.tx} />}
          </li>
        );
      })}
    </ol>
  );
}

const ORDER = ["OPEN", "DRAWN", "COMMIT", "SECOND_COMMIT", "REVEAL", "AUDIT", "FINALIZABLE", "FINAL"];

function stepsOf(round: RoundRecord, phase: string): Step[] {
  const isPast = (last: string) => ORDER.indexOf(phase) > ORDER.indexOf(last);
  const draw = round.draws.at(-1);
  const time = (at: string | null) => (at === null ? null : Number(at));
  // Opened again, the round waits for its next draw.
  const isAwaited = phase === "OPEN";
  const live = (draw?.seats ?? []).filter((seat) => seat.root !== null && seat.state !== "CONVICTED");
  const audited = live.filter((seat) => seat.audited).length;
  const asked = round.paramSet.auditLeaves > 0;
  const commits = isAwaited ? 0 : round.committedCount;
  return [
    { label: "Opened", phases: [], at: Number(round.openedAt), tx: round.openedTx },
    {
      label: draw && draw.redraw > 0 ? `Drawn again (${draw.redraw})` : "Drawn",
      phases: ["OPEN"],
      at: isAwaited ? null : time(round.drawnAt),
      tx: isAwaited ? null : round.drawnTx,
      note: draw?.epoch ? `seed of stake epoch ${draw.epoch}` : `a stake epoch after ${draw?.openEpoch}`,
    },
    {
      label: "Keyed",
      phases: ["DRAWN"],
      at: isAwaited ? null : time(round.keysAt),
      tx: isAwaited ? null : round.keysTx,
    },
    {
      label: "Committed",
      phases: ["COMMIT", "SECOND_COMMIT"],
      at: isPast("SECOND_COMMIT") ? commitsEnd(round) : isAwaited ? null : time(round.commitsClosedAt),
      tx: null,
      note: `${commits} of ${round.seatCount}${phase === "SECOND_COMMIT" ? ", reserves step in" : ""}`,
    },
    {
      label: "Revealed",
      phases: ["REVEAL"],
      at: isPast("REVEAL") ? revealsEnd(round) : isAwaited ? null : time(round.revealsClosedAt),
      tx: null,
      note: `${isAwaited ? 0 : round.revealedCount} of ${commits} committed`,
    },
    {
      label: "Audited",
      phases: ["AUDIT"],
      at: isPast("AUDIT") ? Number(round.auditDeadline) : null,
      tx: null,
      note: asked
        ? `${audited} of ${live.length} finished their audits${draw?.auditEpoch ? `, seed of stake epoch ${draw.auditEpoch}` : ""}`
        : "no audits are asked for; proofs still count",
    },
    {
      label: phase === "VOID" ? "Void" : "Closed and paid",
      phases: ["FINALIZABLE"],
      at: time(round.closedAt),
      tx: round.closedTx,
      note: phase === "FINALIZABLE" ? "anyone may close it" : undefined,
    },
  ];
}

function waiting(end: number | undefined, now: number, round: RoundRecord, phase: string): string {
  if (phase === "AUDIT" && round.heldCount > 0) return "waits for an open question";
  if (end === undefined) return "waiting";
  return end > now ? `at most ${duration(end - now)} left` : "its window has closed";
}
