import { conditionScores, worstOf } from "../../data/entities/conditions.ts";
import type { ModelSummary } from "../../data/entities/useModels.ts";

/** Passes under the worst condition; undefined before the first final round. */
export const worstPasses = (model: ModelSummary): number | undefined =>
  worstOf(conditionScores(model.latestFinalRound))?.passes;

/** The count a model's admission hangs on, in one line of a table. */
export function WorstCondition({ model }: { model: ModelSummary }) {
  const worst = worstOf(conditionScores(model.latestFinalRound));
  if (!worst) return <span className="muted">{model.latestRound ? "round under way" : "not judged"}</span>;
  return (
    <span>
      {worst.passes} of {worst.total}, gate {worst.needed} <span className="muted">{worst.label}</span>
    </span>
  );
}
