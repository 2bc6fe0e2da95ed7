import { Section, Table } from "../../ui/index.ts";
import type { Sample } from "./useRunEvents.ts";

/** Held-out messages, asked again at each check: the answer changes as you watch. */
export function Samples({ samples }: { samples: Sample[] }) {
  if (samples.length === 0) return null;
  return (
    <Section
      title="Sample answers"
      note="A held-out message, asked again at each check. The newest answer comes first."
    >
      <Table<Sample>
        label="Sample answers"
        rows={samples}
        rowKey={(row) => `${row.step}-${row.text}`}
        columns={[
          { key: "text", label: "Message", value: (row) => row.text },
          { key: "answer", label: "Answer", value: (row) => row.answer, cell: (row) => <Answer sample={row} /> },
          { key: "label", label: "Expected", wide: true, value: (row) => row.label },
          { key: "step", label: "Step", num: true, wide: true, value: (row) => row.step },
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
