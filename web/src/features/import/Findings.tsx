import type { Finding } from "@assay/sdk/api";
import { Badge, Note, Table } from "../../ui/index.ts";

const TONES = { blocking: "bad", warning: "warn", info: "plain" } as const;
const toText = (example: unknown): string => (typeof example === "string" ? example : JSON.stringify(example));

/** Each finding with its count, examples and what clears it. */
export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return <Note tone="good">No finding: every row has a text and a label.</Note>;
  return (
    <Table<Finding>
      label="Findings"
      rows={findings}
      rowKey={(row) => row.code}
      columns={[
        {
          key: "severity",
          label: "Weight",
          cell: (row) => (
            <Badge tone={TONES[row.severity]}>{row.severity === "blocking" ? "must be cleared" : row.severity}</Badge>
          ),
        },
        { key: "what", label: "What was found", cell: (row) => row.code.replaceAll(/[_-]/g, " ") },
        { key: "count", label: "Rows", num: true, wide: true, cell: (row) => row.count.toLocaleString("en-US") },
        {
          key: "examples",
          label: "For example",
          wide: true,
          cell: (row) => <span className="muted">{row.examples.slice(0, 2).map(toText).join(" · ")}</span>,
        },
        { key: "fix", label: "Fix", wide: true, cell: (row) => row.fix },
      ]}
    />
  );
}
