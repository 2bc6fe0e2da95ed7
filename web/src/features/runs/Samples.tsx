import { Section, Table } from "../../ui/index.ts";
import type { Sample } from "./useRunEvents.ts";

/** The same questions at each check: answers change under your eyes. */
export function Samples({ samples }: { samples: (Sample & { step: number; before?: string })[] }) {
  if (samples.length === 0) return null;
  return (
    <Section title="Sample answers" note="Held-out messages, asked again at each check.">
      <Table
        label="Sample answers"
        rows={samples}
        rowKey={(row) => row.text}
        columns={[
          { key: "text", label: "Message", cell: (row) => row.text },
          { key: "before", label: "Before", wide: true, cell: (row) => <span className="muted">{row.before ?? ""}</span> },
          { key: "answer", label: "Answer", cell: (row) => <span className={row.label === undefined ? "" : row.answer.trim() === row.label ? "good" : "bad"}>{row.answer || "(empty)"}</span> },
          { key: "label", label: "Expected", wide: true, cell: (row) => row.label ?? "" },
          { key: "step", label: "Step", num: true, wide: true, cell: (row) => row.step },
        ]}
      />
    </Section>
  );
}
