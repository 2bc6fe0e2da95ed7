import { useState } from "react";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { Button, ButtonLink, ErrorNote, Section, Table } from "../../ui/index.ts";
import { adviseFor, type FailedItem } from "./fix.ts";
import type { Hyperparameters } from "./job.ts";
import type { Fix } from "./useFix.ts";

const SHOWN = 6;

interface FixPanelProps {
  fix: Fix;
  settings: Hyperparameters;
  datanet: string | null;
  onChange: (part: Partial<Hyperparameters>) => void;
}

/** What failed, and what may fix it: a setting to take over, or rows to add. */
export function FixPanel({ fix, settings, datanet, onChange }: FixPanelProps) {
  const [all, setAll] = useState(false);
  const advice = adviseFor(fix.failed, settings);
  return (
    <Section
      title="To fix"
      note="What failed before; the settings below are those of that run. Add rows in other wordings: training on these very messages teaches the exam, not the task."
    >
      {fix.error && <ErrorNote error={fix.error} />}
      <ul className="stack-tight">
        {advice.map(({ why, change }) => (
          <li key={why} className="action">
            <span>{why}</span>
            {change ? (
              <Button onPress={() => onChange(change)}>Take over</Button>
            ) : (
              <ButtonLink to={`/datanets/${datanet ?? ""}/import`}>Add rows</ButtonLink>
            )}
          </li>
        ))}
      </ul>
      <Table<FailedItem>
        label="Items to fix"
        rows={all ? fix.failed : fix.failed.slice(0, SHOWN)}
        rowKey={(row) => row.key}
        columns={[
          { key: "key", label: "Which", wide: true, cell: (row) => <span className="muted">{row.key}</span> },
          { key: "text", label: "Message", cell: (row) => row.text },
          { key: "expected", label: "Expected", wide: true, cell: (row) => row.expected },
          { key: "failed", label: "Failed", cell: (row) => row.conditions.map(conditionLabel).join(", ") || "…" },
        ]}
      />
      {fix.failed.length > SHOWN && !all && (
        <div>
          <Button onPress={() => setAll(true)}>Show all {fix.failed.length}</Button>
        </div>
      )}
    </Section>
  );
}
