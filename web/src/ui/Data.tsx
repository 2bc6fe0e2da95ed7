import type { ReactNode } from "react";

/** Label and value pairs. */
export function Facts({ items }: { items: [label: string, value: ReactNode][] }) {
  return (
    <dl className="facts">
      {items.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** One large figure with its name. */
export function Figure({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="figure">
      <span className="figure-value">{value}</span>
      <span className="muted">{label}</span>
      {note && <span className="small muted">{note}</span>}
    </div>
  );
}

/** A state in words with a shape and a colour, never colour alone. */
export function Badge({ tone, children }: { tone: "good" | "warn" | "bad" | "plain" | "accent"; children: ReactNode }) {
  const mark = { good: "●", warn: "◐", bad: "■", plain: "○", accent: "◆" }[tone];
  return (
    <span className={`badge badge-${tone}`}>
      <span aria-hidden="true">{mark}</span>
      {children}
    </span>
  );
}

/** Progress with its figure in words. */
export function Progress({ label, value, note }: { label: string; value: number; note?: ReactNode }) {
  const percent = Math.min(100, Math.max(0, value * 100));
  return (
    <div className="progress">
      <div className="spread small">
        <span>{label}</span>
        <span className="muted">{note ?? `${Math.round(percent)}%`}</span>
      </div>
      <div
        className="progress-track"
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(percent)}
        aria-valuemin={0}
        aria-valuemax={100}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
