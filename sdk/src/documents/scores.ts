import Type, { type Static } from "typebox";
import { CountField, NameField } from "./fields.ts";

const ShareField = Type.Number({ minimum: 0, maximum: 1 });

/** A figure with its one-sided 95% bounds, by a seeded bootstrap over items (docs/evaluation.md). */
const Bounded = { value: Type.Number(), lower: Type.Number(), upper: Type.Number() };
const BoundedFigure = Type.Object(Bounded);

/** Items that passed all trials of a condition. Bounds are Clopper-Pearson, over the items it applies to. */
export const ConditionScore = Type.Object({
  condition: NameField,
  lane: Type.Integer({ minimum: 0, maximum: 15 }),
  /** what the count holds: items to which no trial applies count as passed */
  passes: CountField,
  total: CountField,
  /** items with a trial that applies, and those of them that passed */
  applicable: CountField,
  applicablePasses: CountField,
  lowerBound: ShareField,
  upperBound: ShareField,
});
export type ConditionScore = Static<typeof ConditionScore>;

/** A dose of turns or noise, its passes, and the largest fall from one dose to the next, as a share of items. */
export const DegradationCurve = Type.Object({
  curve: NameField,
  points: Type.Array(Type.Object({ dose: CountField, passes: CountField, total: CountField, lowerBound: ShareField })),
  largestStep: Type.Optional(Type.Object({ from: CountField, to: CountField, fall: Type.Number() })),
});
export type DegradationCurve = Static<typeof DegradationCurve>;

/** Everything a seat reports besides its counts. A figure without its trials is left out. */
export const Scores = Type.Object({
  conditions: Type.Array(ConditionScore),
  /** worst gated condition's count, then mean log pass^5; `scalar` orders models by both */
  ranking: Type.Object({
    worstCount: CountField,
    meanLogPassHat5: Type.Optional(Type.Number()),
    scalar: Type.Number(),
  }),
  /** answers outside the task's form, and items that gave one */
  hallucinatedFormat: Type.Object({
    answers: CountField,
    outside: CountField,
    rate: ShareField,
    items: CountField,
    itemsUpperBound: ShareField,
  }),
  /** CVaR.20: mean pass share of the worst fifth of items */
  tail: Type.Optional(BoundedFigure),
  /** F: best less worst pass share over plain and the five formats */
  formatSpread: Type.Optional(BoundedFigure),
  /** D: pass share of the plain question less that of multi-turn trials */
  multiTurnDrop: Type.Optional(BoundedFigure),
  /** share of pairs of repeats with one canonical form */
  selfAgreement: Type.Optional(BoundedFigure),
  /** pass^k for k = 1 to 5, unbiased */
  passHat: Type.Optional(Type.Array(Type.Object({ k: Type.Integer({ minimum: 1 }), ...Bounded }))),
  degradation: Type.Array(DegradationCurve),
  /** exact McNemar against the parent and the incumbent, on the same items */
  regression: Type.Array(
    Type.Object({
      against: NameField,
      compared: CountField,
      losses: CountField,
      wins: CountField,
      pWorse: ShareField,
      pTwoSided: ShareField,
    }),
  ),
});
export type Scores = Static<typeof Scores>;

/** Seconds from question to whole answer on the serving path; only where the load trials ran. */
export const Latency = Type.Object({
  answers: CountField,
  median: Type.Number({ minimum: 0 }),
  p95: Type.Number({ minimum: 0 }),
});
export type Latency = Static<typeof Latency>;

/** What a rubric by model said of the plain answers: reported, never gated. */
export const RubricScore = Type.Object({
  criterion: Type.String({ minLength: 1, maxLength: 1_000 }),
  yes: CountField,
  total: CountField,
  /** mean probability of yes against no */
  mean: ShareField,
  lower: ShareField,
  upper: ShareField,
});
export type RubricScore = Static<typeof RubricScore>;
