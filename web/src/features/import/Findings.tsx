import { count } from "../../ui/format.ts";
import { Badge, Note, Table } from "../../ui/index.ts";
import type { Finding } from "./api.ts";

const TONES = { blocking: "bad", warning: "warn", info: "plain" } as const;
const WEIGHTS = { blocking: "must be fixed", warning: "warning", info: "note" } as const;
const toText = (example: unknown): string => (typeof example === "string" ? example : JSON.stringify(example));

/** Each finding with its count, examples and what clears it. */
export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return <Note tone="good">Nothing to fix: every row has a text and a label.</Note>;
  return (
    <Table<Finding>
      label="Findings"
      rows={findings}
      rowKey={(row) => row.code}
      columns={[
        {
          key: "severity",
          label: "Weight",
          wide: true,
          value: (row) => WEIGHTS[row.severity],
          cell: (row) => <Badge tone={TONES[row.severity]}>{WEIGHTS[row.severity]}</Badge>,
        },
        { key: "what", label: "What was found", value: (row) => row.code.replaceAll(/[_-]/g, " ") },
        { key: "count", label: "Rows", num: true, value: (row) => row.count, cell: (row) => count(row.count) },
        {
          key: "examples",
          label: "For example",
          wide: true,
          value: (row) => row.examples.slice(0, 2).map(toText).join(" · "),
          cell: (row) => <span className="muted">{row.examples.slice(0, 2).map(toText).join(" · ")}</span>,
        },
        { key: "fix", label: "Fix", wide: true, value: (row) => row.fix },
      ]}
    />
  );
}
