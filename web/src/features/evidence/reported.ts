/** What report.json says beside the counts: reported, never gated. Every part may be missing. */

/** A figure and its 95% bounds over items. */
export interface Bounded {
  value: number;
  lower: number;
  upper: number;
}

export interface DegradationCurve {
  /** "turns, own-task", "noise, % of letters" */
  curve: string;
  points: { dose: number; passes: number; total: number }[];
}

export interface ReportScores {
  tail?: Bounded;
  formatSpread?: Bounded;
  multiTurnDrop?: Bounded;
  selfAgreement?: Bounded;
  hallucinatedFormat?: { rate: number; answers: number; outside: number };
  degradation?: DegradationCurve[];
}

export interface Report {
  scores?: ReportScores;
}

export interface MedianPoint {
  dose: number;
  passes: number;
  low: number;
  high: number;
}

export interface MedianCurve {
  curve: string;
  total: number;
  seats: number;
  points: MedianPoint[];
  /** Largest fall from one dose to the next, in items; undefined where it never falls. */
  largest: { from: number; to: number; fall: number } | undefined;
}

/** Index (n - 1) / 2 of the sorted values: what the round takes of its seats. */
export function lowerMedian(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Each curve over all reports that have it: lower median, lowest and highest by dose. */
export function medianCurves(reports: Report[]): MedianCurve[] {
  const all = reports.flatMap(({ scores }) => scores?.degradation ?? []);
  const names = [...new Set(all.map(({ curve }) => curve))];
  return names.map((curve) => {
    const own = all.filter((one) => one.curve === curve);
    const doses = [...new Set(own.flatMap(({ points }) => points.map(({ dose }) => dose)))].sort((a, b) => a - b);
    const points = doses.map((dose): MedianPoint => {
      const passes = own
        .flatMap((one) => one.points.filter((point) => point.dose === dose))
        .map((point) => point.passes);
      return { dose, passes: lowerMedian(passes), low: Math.min(...passes), high: Math.max(...passes) };
    });
    return {
      curve,
      total: Math.max(...own.flatMap(({ points }) => points.map(({ total }) => total))),
      seats: own.length,
      points,
      largest: largestFall(points),
    };
  });
}

function largestFall(points: MedianPoint[]): MedianCurve["largest"] {
  const falls = points
    .slice(1)
    .map((to, i) => ({ from: points[i]?.dose ?? 0, to: to.dose, fall: (points[i]?.passes ?? 0) - to.passes }));
  const largest = falls.toSorted((a, b) => b.fall - a.fall)[0];
  return largest && largest.fall > 0 ? largest : undefined;
}

export interface ReportedFigure {
  name: string;
  /** The field's own term. */
  term: string;
  does: string;
  value: number;
  lower: number;
  upper: number;
}

type FigureKey = "tail" | "formatSpread" | "multiTurnDrop" | "selfAgreement";
const FIGURES: { key: FigureKey; name: string; term: string; does: string }[] = [
  {
    key: "tail",
    name: "Worst fifth of items",
    term: "CVaR.20",
    does: "Share of trials passed among the worst fifth of the items.",
  },
  {
    key: "formatSpread",
    name: "Spread over formats",
    term: "F",
    does: "The distance from the best format to the worst. Small differences are chance.",
  },
  {
    key: "multiTurnDrop",
    name: "Drop over turns",
    term: "D",
    does: "How many fewer items pass when the same question comes after earlier turns.",
  },
  {
    key: "selfAgreement",
    name: "Agrees with itself",
    term: "self-agreement",
    does: "How often two of its five answers to the same question agree.",
  },
];

/** The reported figures, each the lower median over the seats that have it, with that seat's own bounds. */
export function reportedFigures(reports: Report[]): ReportedFigure[] {
  return FIGURES.flatMap(({ key, ...words }) => {
    const found = reports.flatMap(({ scores }) => scores?.[key] ?? []).toSorted((a, b) => a.value - b.value);
    const middle = found[Math.floor((found.length - 1) / 2)];
    return middle ? [{ ...words, ...middle }] : [];
  });
}
