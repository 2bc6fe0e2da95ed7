/** Places of a line chart, computed before anything is drawn. */

export interface ChartPoint {
  x: number;
  y: number;
  /** A range around y: from the lowest to the highest seen. */
  low?: number;
  high?: number;
}

export interface Scale {
  /** Place in pixels. */
  at: (value: number) => number;
  ticks: number[];
}

/** At most `count` round values from `min` to `max`, both ends included as far as they are round. */
export function ticksOf(min: number, max: number, count = 4): number[] {
  if (!(max > min)) return [min];
  const raw = (max - min) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw * (1 - 1e-9)) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** A straight scale from values to pixels; a domain of one value stands in the middle. */
export function scaleOf(domain: [number, number], range: [number, number], ticks?: number[]): Scale {
  const [min, max] = domain;
  const [from, to] = range;
  const at = (value: number) => (max > min ? from + ((value - min) / (max - min)) * (to - from) : (from + to) / 2);
  return { at, ticks: ticks ?? ticksOf(min, max) };
}

/** Where the words of a gate stand free of the line: at its end that is farther away, on the side without the line. */
export function gateWords(points: ChartPoint[], gate: number): { isAtEnd: boolean; isBelow: boolean } {
  const [first = { x: 0, y: 0 }, last = first] = [points[0], points.at(-1)];
  const isAtEnd = Math.abs(last.y - gate) > Math.abs(first.y - gate);
  return { isAtEnd, isBelow: (isAtEnd ? last : first).y >= gate };
}

/** An SVG path through the points; a step holds each value until the next point. */
export function pathOf(points: ChartPoint[], x: Scale, y: Scale, step = false): string {
  return points
    .map((point, i) => {
      const place = `${x.at(point.x).toFixed(1)}`;
      const height = `${y.at(point.y).toFixed(1)}`;
      if (i === 0) return `M${place},${height}`;
      return step ? `H${place}V${height}` : `L${place},${height}`;
    })
    .join("");
}
