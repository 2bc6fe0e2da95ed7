import type { TranscriptDocument } from "@assay/sdk/documents";
import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import { useState } from "react";
import { Button, Empty } from "../../ui/index.ts";
import { conditionLabel } from "./conditions.ts";
import type { PublishedItem } from "./useEvidence.ts";

const SHOWN = 4;
const FIRST_REPEAT = TRIAL_LAYOUT.find((entry) => entry.condition === "repeat")?.first ?? 0;

interface ItemListProps {
  transcript: TranscriptDocument;
  condition: string | undefined;
  items: Map<number, PublishedItem>;
}

/** Items with a failed trial; each with all its answers, the failed ones marked. */
export function ItemList({ transcript, condition, items }: ItemListProps) {
  const [all, setAll] = useState(false);
  const relevant = transcript.items
    .map((item) => ({
      ...item,
      trials: item.trials.filter((trial) => condition === undefined || trial.condition === condition),
    }))
    .filter((item) => item.trials.length > 0);
  const failing = relevant.filter((item) => item.trials.some((trial) => !trial.pass));
  if (failing.length === 0) return <Empty>All {relevant.length} items passed all their trials here.</Empty>;
  return (
    <div className="stack">
      <p>
        {failing.length} of {relevant.length} items failed at least one trial.
      </p>
      {failing.slice(0, all ? undefined : SHOWN).map((item) => (
        <FailingItem key={item.slot} item={item} published={items.get(item.slot)} />
      ))}
      {failing.length > SHOWN && !all && (
        <div>
          <Button onPress={() => setAll(true)}>Show all {failing.length}</Button>
        </div>
      )}
    </div>
  );
}

function FailingItem({
  item,
  published,
}: {
  item: TranscriptDocument["items"][number];
  published: PublishedItem | undefined;
}) {
  return (
    <article className="turn" aria-label={`Item ${item.slot}`}>
      <p>
        <span className="muted">Item {item.slot}</span>{" "}
        {published ? (
          <strong>{published.text}</strong>
        ) : (
          <span className="muted">its text is published with the batch</span>
        )}
        {published && <span className="muted"> expected {published.label}</span>}
      </p>
      <ol className="trials">
        {item.trials.map((trial) => (
          <li key={trial.position} data-pass={trial.pass}>
            <span className="small muted">
              {conditionLabel(trial.condition)}
              {trial.condition === "repeat" && `, ${trial.position - FIRST_REPEAT + 1}`}
              {trial.variant && `, ${trial.variant}`}
            </span>
            <span>
              <span aria-hidden="true">{trial.pass ? "● " : "■ "}</span>
              <span className="visually-hidden">{trial.pass ? "passed: " : "failed: "}</span>
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
  );
}
