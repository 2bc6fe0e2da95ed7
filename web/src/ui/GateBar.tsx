import { gateGeometry } from "./gate.ts";

interface GateProps {
  label: string;
  /** Items whose trials all passed. */
  passes: number;
  total: number;
  /** The count the gate asks for; undefined when the condition is only reported. */
  needed?: number | undefined;
}

/**
 * A rate with its doubt: the count of n as a bar, its one-sided 95% lower bound as a whisker, the gate as a mark, and
 * the way to the gate as a hatched stretch where there is one.
 */
export function GateBar({ label, passes, total, needed }: GateProps) {
  const { fill, bound, doubt, mark, failed, words } = gateGeometry(passes, total, needed);
  return (
    <div className="gate" data-failed={failed}>
      <span className="gate-label">{label}</span>
      <span className="gate-count">
        <strong>{passes}</strong> <span className="muted">of {total}</span>
      </span>
      <span
        className="gate-track"
        role="img"
        aria-label={`${label}: ${passes} of ${total}${needed === undefined ? "" : `, gate ${needed}`}, lower bound ${bound.toFixed(1)}`}
      >
        {failed && mark !== undefined && (
          <span className="gate-missing" style={{ left: `${fill}%`, width: `${mark - fill}%` }} />
        )}
        <span className={`gate-fill ${failed ? "gate-failed" : ""}`} style={{ width: `${fill}%` }} />
        <span
          className="gate-bound"
          style={{ left: `${doubt.left}%`, width: `${doubt.width}%` }}
          title={`95% lower bound: ${bound.toFixed(1)} of ${total}`}
        />
        {mark !== undefined && (
          <span className="gate-mark" style={{ left: `${mark}%` }} title={`gate: ${needed} of ${total}`} />
        )}
      </span>
      <span className={`gate-words small ${failed ? "bad" : needed === undefined ? "muted" : "good"}`}>
        {needed !== undefined && <span aria-hidden="true">{failed ? "■ " : "● "}</span>}
        {words}
      </span>
    </div>
  );
}
