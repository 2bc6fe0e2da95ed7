/** A condition's count as far as a gate is concerned. */
interface Scored {
  label: string;
  passes: number;
  total: number;
  needed: number | undefined;
}

const items = (n: number): string => `${n} item${n === 1 ? "" : "s"}`;

/** How far a model is from each gate, in a sentence; undefined where nothing is gated. */
export function distanceSentence(scores: Scored[]): string | undefined {
  const gated = scores.flatMap((score) =>
    score.needed === undefined ? [] : [{ ...score, margin: score.passes - score.needed }],
  );
  const nearest = gated.toSorted((a, b) => a.margin - b.margin)[0];
  if (nearest === undefined) return undefined;
  const short = gated.filter(({ margin }) => margin < 0);
  if (short.length === 0) {
    const room = nearest.margin === 0 ? "exactly at its gate" : `${items(nearest.margin)} above its gate`;
    return `It reaches all ${gated.length} gates. Nearest to falling is "${nearest.label}", ${room}.`;
  }
  const missing = short.reduce((sum, { margin }) => sum - margin, 0);
  const where =
    short.length === 1
      ? `under "${nearest.label}"`
      : `over ${short.length} of ${gated.length} conditions, most of them under "${nearest.label}" (${-nearest.margin})`;
  return `It is ${items(missing)} short ${where}.`;
}
