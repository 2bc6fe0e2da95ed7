import { GateBar } from "./GateBar.tsx";

interface GateScore {
  condition: string;
  label: string;
  passes: number;
  total: number;
  needed: number | undefined;
}

/** The conditions of one round under each other; the gate they share is named once, above its mark. */
export function Gates({ scores }: { scores: GateScore[] }) {
  const gated = scores.find((score) => score.needed !== undefined);
  return (
    <div className="gates panel">
      {gated?.needed !== undefined && (
        <div className="gate gate-axis small muted" aria-hidden="true">
          <span className="gate-track">
            <span style={{ left: `${(100 * gated.needed) / Math.max(1, gated.total)}%` }}>gate {gated.needed}</span>
          </span>
        </div>
      )}
      {scores.map((score) => (
        <GateBar key={score.condition} {...score} />
      ))}
    </div>
  );
}
