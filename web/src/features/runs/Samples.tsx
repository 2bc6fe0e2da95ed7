import { Section, Table } from "../../ui/index.ts";
import type { Sample } from "./useRunEvents.ts";

/** Held-out messages, asked again at each check: the answer changes under your eyes. */
export function Samples({ samples }: { samples: Sample[] }) {
  if (samples.length === 0) return null;
  return (
    <Section title="Sample answers" note="A held-out message, asked again at each check; newest first.">
      <Table<Sample>
        label="Sample answers"
        rows={samples}
        rowKey={(row) => `${row.step}-${row.text}`}
        columns={[
          { key: "step", label: "Step", num: true, wide: true, cell: (row) => row.step },
          { key: "text", label: "Message", cell: (row) => row.text },
          { key: "answer", label: "Answer", cell: (row) => <Answer sample={row} /> },
          { key: "label", label: "Expected", wide: true, cell: (row) => row.label },
        ]}
      />
    </Section>
  );
}

function Answer({ sample }: { sample: Sample }) {
  const right = sample.answer.trim() === sample.label;
  return (
    <span className={right ? "good" : "bad"}>
      <span aria-hidden="true">{right ? "● " : "■ "}</span>
      <span className="visually-hidden">{right ? "right: " : "wrong: "}</span>
      {sample.answer || "(empty)"}
    </span>
  );
}
