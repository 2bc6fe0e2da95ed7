import { conditionLabel } from "../../data/entities/conditions.ts";
import { Button, ButtonLink, ErrorNote, Section, Table } from "../../ui/index.ts";
import { adviseFor, type FailedItem } from "./fix.ts";
import type { Hyperparameters } from "./job.ts";
import type { Fix } from "./useFix.ts";

interface FixPanelProps {
  fix: Fix;
  settings: Hyperparameters;
  datanet: string | null;
  onChange: (part: Partial<Hyperparameters>) => void;
}

/** What failed, and what may fix it: settings to use, or rows to add. */
export function FixPanel({ fix, settings, datanet, onChange }: FixPanelProps) {
  const advice = adviseFor(fix.failed, settings);
  return (
    <Section
      title="What to fix"
      note="These failed before. The settings below are those of that run. Add rows in different wordings: if you train on these messages, the model learns the exam and not the task."
    >
      {fix.error && <ErrorNote error={fix.error} />}
      <ul className="stack-tight">
        {advice.map(({ why, change }) => (
          <li key={why} className="action">
            <span>{why}</span>
            {change ? (
              <Button onPress={() => onChange(change)}>Use these settings</Button>
            ) : (
              <ButtonLink to={`/datanets/${datanet ?? ""}/import`}>Add rows</ButtonLink>
            )}
          </li>
        ))}
      </ul>
      <Table<FailedItem>
        label="Items to fix"
        rows={fix.failed}
        rowKey={(row) => row.key}
        columns={[
          { key: "text", label: "Message", value: (row) => row.text },
          { key: "failed", label: "Failed", value: (row) => row.conditions.map(conditionLabel).join(", ") || "…" },
          { key: "expected", label: "Expected", wide: true, value: (row) => row.expected },
          { key: "key", label: "Which", wide: true, value: (row) => row.key },
        ]}
      />
    </Section>
  );
}
