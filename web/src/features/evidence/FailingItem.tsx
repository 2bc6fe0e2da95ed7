import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { Link } from "react-router";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { Matrix } from "../../ui/index.ts";
import {
  type AskedPrompt,
  fixPath,
  type ItemEvidence,
  promptsOf,
  type SeatTranscript,
  type TrialRow,
} from "./items.ts";
import { Nearest } from "./Nearest.tsx";
import type { EvidenceRound, PublishedItem } from "./useEvidence.ts";
import type { NearestRows } from "./useNearestRows.ts";

const FIRST_REPEAT = TRIAL_LAYOUT.find((entry) => entry.condition === "repeat")?.first ?? 0;

interface FailingItemProps {
  round: EvidenceRound;
  item: ItemEvidence;
  seats: SeatTranscript[];
  published: PublishedItem | undefined;
  nearest: NearestRows;
}

/** One item that failed: what was asked and expected, every trial's answers seat by seat, and what to do about it. */
export function FailingItem({ round, item, seats, published, nearest }: FailingItemProps) {
  return (
    <article className="evidence-item" aria-label={`Item ${item.slot}`}>
      <header className="spread">
        <p>
          <span className="muted">Item {item.slot}</span>{" "}
          {published ? (
            <strong>{published.text}</strong>
          ) : (
            <span className="muted">its text is published after the round</span>
          )}{" "}
          {published && (
            <>
              <span className="muted">expected</span> <code>{published.label}</code>
            </>
          )}
        </p>
        <Link to={fixPath(round.model.id, round.id, [item.slot])}>Fix this</Link>
      </header>
      <Matrix
        label={`Answers to item ${item.slot}`}
        corner="Trial"
        heads={seats.map(({ name }) => name)}
        rows={item.rows.map((row) => ({
          key: String(row.position),
          label: trialName(row),
          cells: row.cells.map((cell, column) => ({
            key: seats[column]?.name ?? "",
            content: cell ? <Answer cell={cell} /> : <span className="muted">not run</span>,
            isBad: cell?.pass === false,
          })),
        }))}
      />
      <details>
        <summary>Prompts, exactly as asked</summary>
        <div className="stack-tight">
          {promptsOf(item).map((asked) => (
            <Prompt key={asked.prompt} asked={asked} round={round} slot={item.slot} seats={seats} />
          ))}
        </div>
      </details>
      <details>
        <summary>Nearest training rows</summary>
        <Nearest round={round} slot={item.slot} nearest={nearest} />
      </details>
    </article>
  );
}

function trialName({ condition, variant, position }: TrialRow): string {
  const which = variant || (condition === "repeat" ? String(position - FIRST_REPEAT + 1) : "");
  return `${conditionLabel(condition)}${which && `, ${which}`}`;
}

/** What came out, and the form that was compared where it differs. */
function Answer({ cell }: { cell: NonNullable<TrialRow["cells"][number]> }) {
  return (
    <span>
      <span className={cell.pass ? undefined : "bad"}>
        <span aria-hidden="true">{cell.pass ? "● " : "■ "}</span>
        <span className="visually-hidden">{cell.pass ? "passed: " : "failed: "}</span>
        {cell.answer || "(empty)"}
      </span>
      {cell.canonical !== cell.answer && (
        <span className="small muted">
          {" "}
          {cell.canonical === "" ? (
            "not in the form that was asked for"
          ) : (
            <>
              compared as <code>{cell.canonical}</code>
            </>
          )}
        </span>
      )}
    </span>
  );
}

interface PromptProps {
  asked: AskedPrompt;
  round: EvidenceRound;
  slot: number;
  seats: SeatTranscript[];
}

/** One prompt and the trials that asked it; each seat's answer to it can be challenged from here. */
function Prompt({ asked, round, slot, seats }: PromptProps) {
  return (
    <div className="stack-tight">
      <ul className="small muted">
        {asked.trials.map(({ row, columns }) => (
          <li key={row.position} className="row">
            {trialName(row)}: challenge
            {columns.map((column) => {
              const seat = seats[column]?.seat;
              return (
                <Link
                  key={column}
                  to={`/rounds/${round.id}?tab=judging&seat=${seat}&slot=${slot}&position=${row.position}`}
                >
                  seat {seat}
                </Link>
              );
            })}
          </li>
        ))}
      </ul>
      <pre className="prompt">{asked.prompt}</pre>
    </div>
  );
}
