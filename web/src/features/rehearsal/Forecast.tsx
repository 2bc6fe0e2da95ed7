import type { RehearsalResult } from "@assay/sdk/documents";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { Facts, Gates } from "../../ui/index.ts";
import { chanceWords, forecastWords, gateScores } from "./forecast.ts";

/** What a rehearsal promises for the round: counts with their doubt, the gate on them, and the chances. */
export function Forecast({ result }: { result: RehearsalResult }) {
  const { round } = result;
  return (
    <div className="stack-tight">
      <p>
        <strong>{forecastWords(result, conditionLabel)}</strong>
      </p>
      <Gates scores={gateScores(result, conditionLabel)} />
      <Facts
        items={[
          [`Chance that a round of ${round.items} items passes`, chanceWords(result.chance)],
          ...result.conditions.flatMap(({ condition, chance }): [string, string][] =>
            chance === undefined ? [] : [[`Chance for "${conditionLabel(condition)}" alone`, chanceWords(chance)]],
          ),
        ]}
      />
      <details className="small">
        <summary>What this forecast assumes</summary>
        <p className="muted">
          The exam's items are drawn like these rows, items don't depend on each other, and the middle judge counts as
          this rehearsal did. {result.conditions[0]?.total ?? 0} items leave doubt about each condition, and the
          forecast includes it (a uniform prior). Conditions that failed on the same item here fail together in the
          forecast. If you choose among runs by their rehearsals, the forecast becomes too good; that is why rehearsals
          are counted. It is for attempt {round.attempt} under parameter set {round.paramSet}.
        </p>
      </details>
    </div>
  );
}
