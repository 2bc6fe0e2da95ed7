import type { RehearsalResult } from "@assay/sdk/documents";
import { useState } from "react";
import { Link } from "react-router";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { Button, Empty } from "../../ui/index.ts";

const SHOWN = 4;

/** Rehearsed rows that failed a trial, with what was answered instead. */
export function FailingItems({ jobId, failing }: { jobId: string; failing: RehearsalResult["failing"] }) {
  const [all, setAll] = useState(false);
  if (failing.length === 0) return <Empty>Every row passed all its trials.</Empty>;
  return (
    <div className="stack">
      {failing.slice(0, all ? undefined : SHOWN).map((item) => (
        <article key={item.slot} className="turn" aria-label={`Row ${item.rowIndex}`}>
          <p>
            <span className="muted">Row {item.rowIndex}</span> <strong>{item.text}</strong>{" "}
            <span className="muted">expected {item.expected}</span>{" "}
            <Link className="small" to={`/chat?job=${jobId}&ask=${encodeURIComponent(item.text)}`}>
              ask it yourself
            </Link>
          </p>
          <ol className="trials">
            {item.trials.map((trial) => (
              <li key={trial.position} data-pass={false}>
                <span className="small muted">
                  {conditionLabel(trial.condition)}
                  {trial.variant && `, ${trial.variant}`}
                </span>
                <span>
                  <span aria-hidden="true">■ </span>
                  <span className="visually-hidden">failed: </span>
                  {trial.answer || "(empty)"}
                </span>
                <details>
                  <summary className="small">prompt</summary>
                  <pre>{trial.prompt}</pre>
                </details>
              </li>
            ))}
          </ol>
        </article>
      ))}
      {failing.length > SHOWN && !all && (
        <div>
          <Button onPress={() => setAll(true)}>Show all {failing.length}</Button>
        </div>
      )}
    </div>
  );
}
