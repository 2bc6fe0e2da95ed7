import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { Link } from "react-router";
import { conditionLabel } from "./conditions.ts";
import { fixPath, type ItemEvidence, promptsOf, type SeatTranscript, type TrialRow } from "./items.ts";
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
            <span className="muted">its text is published with the batch</span>
          )}{" "}
          {published && (
            <>
              <span className="muted">expected</span> <code>{published.label}</code>
            </>
          )}
        </p>
        <Link to={fixPath(round.model.id, round.id, [item.slot])}>Fix this</Link>
      </header>
      <div className="table-wrap">
        <table className="table evidence-table" aria-label={`Answers to item ${item.slot}`}>
          <thead>
            <tr>
              <th scope="col">Trial</th>
              {seats.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {item.rows.map((row) => (
              <tr key={row.position}>
                <th scope="row">{trialName(row)}</th>
                {row.cells.map((cell, column) => (
                  <td key={seats[column]?.name} data-label={seats[column]?.name} data-pass={cell?.pass}>
                    {cell ? <Answer cell={cell} /> : <span className="muted">not run</span>}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <details>
        <summary>Prompts, exactly as asked</summary>
        <div className="stack-tight">
          {item.rows.map((row) => (
            <Prompts key={row.position} round={round} row={row} slot={item.slot} seats={seats} />
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

function trialName(row: TrialRow): string {
  const number = row.condition === "repeat" ? ` ${row.position - FIRST_REPEAT + 1}` : "";
  return `${conditionLabel(row.condition)}${number}${row.variant ? `, ${row.variant}` : ""}`;
}

/** What came out, and the form that was compared where it is another. */
function Answer({ cell }: { cell: NonNullable<TrialRow["cells"][number]> }) {
  return (
    <>
      <span className={cell.pass ? undefined : "bad"}>
        <span aria-hidden="true">{cell.pass ? "● " : "■ "}</span>
        <span className="visually-hidden">{cell.pass ? "passed: " : "failed: "}</span>
        {cell.answer || "(empty)"}
      </span>
      {cell.canonical !== cell.answer && (
        <span className="small muted">
          {" "}
          compared as {cell.canonical === "" ? "nothing" : <code>{cell.canonical}</code>}
        </span>
      )}
    </>
  );
}

interface PromptsProps {
  round: EvidenceRound;
  row: TrialRow;
  slot: number;
  seats: SeatTranscript[];
}

/** A trial's prompts: one where the seats share it. Each seat's trial can be doubted from here. */
function Prompts({ round, row, slot, seats }: PromptsProps) {
  const prompts = promptsOf(row);
  return (
    <div className="stack-tight">
      {prompts.map(({ prompt, columns }) => (
        <div key={columns.join()} className="stack-tight">
          <p className="small muted row">
            {trialName(row)}
            {prompts.length > 1 && `, ${columns.map((column) => seats[column]?.name).join(", ")}`}
            {columns.map((column) => {
              const seat = seats[column]?.seat;
              return (
                <Link
                  key={column}
                  to={`/rounds/${round.id}?tab=judging&seat=${seat}&slot=${slot}&position=${row.position}`}
                >
                  challenge seat {seat}
                </Link>
              );
            })}
          </p>
          <pre className="prompt">{prompt}</pre>
        </div>
      ))}
    </div>
  );
}
