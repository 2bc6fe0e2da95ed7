import type { Gate } from "../../data/entities/useThresholds.ts";
import { Section, Table } from "../../ui/index.ts";

/** kMin(n) by attempt, as on chain. */
export function GateTable({ gates, current }: { gates: Gate[]; current: number | undefined }) {
  const items = [...new Set(gates.map((gate) => gate.items))].sort((a, b) => a - b);
  const attempts = [...new Set(gates.map((gate) => gate.attempt))].sort((a, b) => a - b);
  const needed = (n: number, attempt: number) =>
    gates.find((gate) => gate.items === n && gate.attempt === attempt)?.minPasses;
  return (
    <Section
      title="Gates"
      note="So many items must pass all their trials. Then the true rate is at least 80%, with one-sided 95% certainty. Each further attempt in one window may have only half the doubt of the attempt before it, so it needs more passes. Where there is no figure, no count is enough and no such attempt can be made."
    >
      <Table<number>
        label="Gates"
        rows={items}
        rowKey={(n) => String(n)}
        columns={[
          {
            key: "n",
            label: "Items",
            value: (n) => n,
            cell: (n) => (n === current ? <strong>{n} items, in force</strong> : `${n} items`),
          },
          ...attempts.map((attempt, i) => ({
            key: String(attempt),
            label: `Attempt ${attempt}`,
            num: true,
            wide: i > 0,
            value: (n: number) => needed(n, attempt),
          })),
        ]}
      />
    </Section>
  );
}
