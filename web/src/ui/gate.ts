/** What a gate bar shows of `passes` of `total`, every place as a percentage of the bar. */
export interface GateGeometry {
  fill: number;
  /** One-sided 95% lower bound, in items. */
  bound: number;
  doubt: { left: number; width: number };
  /** Undefined when the condition is not gated. */
  mark: number | undefined;
  failed: boolean;
  /** Distance to the gate in words. */
  words: string;
}

export function gateGeometry(passes: number, total: number, needed: number | undefined): GateGeometry {
  const at = (items: number) => (100 * items) / Math.max(1, total);
  const bound = lowerBound(passes, total) * total;
  return {
    fill: at(passes),
    bound,
    doubt: { left: at(bound), width: at(passes - bound) },
    mark: needed === undefined ? undefined : at(needed),
    failed: needed !== undefined && passes < needed,
    words: needed === undefined ? "reported, not gated" : gateDistance(passes, needed),
  };
}

/** `3 short of 30`, `at the gate of 30`, `2 above 30`. */
export function gateDistance(passes: number, needed: number): string {
  if (passes < needed) return `${needed - passes} short of ${needed}`;
  return passes === needed ? `at the gate of ${needed}` : `${passes - needed} above ${needed}`;
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
