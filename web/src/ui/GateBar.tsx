interface GateProps {
  label: string;
  /** Items whose trials all passed. */
  passes: number;
  total: number;
  /** The count the gate asks for; undefined when the condition is only reported. */
  needed?: number | undefined;
}

const distance = (passes: number, needed: number): string => {
  if (passes >= needed) return passes === needed ? "at the gate" : `${passes - needed} above the gate`;
  return `${needed - passes} short of the gate`;
};

/**
 * A rate with its doubt: the count of n as a bar, its one-sided 95% lower bound as a whisker, the gate as a mark.
 */
export function GateBar({ label, passes, total, needed }: GateProps) {
  const at = (value: number) => `${(100 * value) / Math.max(1, total)}%`;
  const low = lowerBound(passes, total) * total;
  const failed = needed !== undefined && passes < needed;
  const words = needed === undefined ? "reported, not gated" : distance(passes, needed);
  return (
    <div className="gate">
      <span className="gate-label">{label}</span>
      <span className="gate-count">
        {passes} <span className="muted">of {total}</span>
      </span>
      <span
        className="gate-track"
        role="img"
        aria-label={`${label}: ${passes} of ${total}${needed === undefined ? "" : `, gate ${needed}`}, lower bound ${low.toFixed(1)}`}
      >
        <span className={`gate-fill ${failed ? "gate-failed" : ""}`} style={{ width: at(passes) }} />
        <span
          className="gate-bound"
          style={{ left: at(low), width: at(passes - low) }}
          title={`95% lower bound: ${low.toFixed(1)} of ${total}`}
        />
        {needed !== undefined && (
          <span className="gate-mark" style={{ left: at(needed) }} title={`gate: ${needed} of ${total}`} />
        )}
      </span>
      <span className={`gate-words small ${failed ? "bad" : "muted"}`}>{words}</span>
    </div>
  );
}

/**
 * One-sided 95% Clopper-Pearson lower bound of a binomial rate, by bisection on the exact upper tail.
 * @returns a rate in [0, 1]
 */
export function lowerBound(passes: number, total: number, alpha = 0.05): number {
  if (passes <= 0 || total <= 0) return 0;
  let [low, high] = [0, passes / total];
  for (let i = 0; i < 40; i++) {
    const p = (low + high) / 2;
    if (upperTail(passes, total, p) < alpha) low = p;
    else high = p;
  }
  return low;
}

/** P(X >= passes) for X ~ Binomial(total, p). */
function upperTail(passes: number, total: number, p: number): number {
  let logChoose = 0;
  let sum = 0;
  for (let k = 0; k <= total; k++) {
    if (k > 0) logChoose += Math.log(total - k + 1) - Math.log(k);
    if (k >= passes) sum += Math.exp(logChoose + k * Math.log(p) + (total - k) * Math.log1p(-p));
  }
  return sum;
}
