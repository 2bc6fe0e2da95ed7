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
      note="Items that must pass all their trials, so that the one-sided 95% lower bound of the true rate is at least 80%. Each further attempt is held to half the doubt of the one before; where no count is proof enough, the window has no such attempt."
    >
      <Table
        label="Gates"
        rows={items}
        rowKey={(n) => String(n)}
        columns={[
          { key: "n", label: "Items", num: true, cell: (n) => (n === current ? <strong>{n} (in force)</strong> : n) },
          ...attempts.map((attempt, i) => ({
            key: String(attempt),
            label: `Attempt ${attempt}`,
            num: true,
            wide: i > 0,
            cell: (n: number) => needed(n, attempt) ?? "–",
          })),
        ]}
      />
    </Section>
  );
}
