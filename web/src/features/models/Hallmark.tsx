import { Link } from "react-router";
import { conditionScores, worstOf } from "../../data/entities/conditions.ts";
import type { ModelRecord } from "../../data/entities/useModels.ts";
import { Moment } from "../../ui/index.ts";
import { Cleanup } from "./Cleanup.tsx";

/** What a pass made of the model; one by its own exam gives probation at most. */
const STANDING: Record<string, string> = { ADMITTED: "admitted", PROBATION: "in probation" };

/** The mark on the silver: the worst condition's count, and where it stands to the gate. */
export function Hallmark({ model }: { model: ModelRecord }) {
  const round = model.latestFinalRound;
  const worst = worstOf(conditionScores(round));
  if (!round || !worst || worst.needed === undefined) {
    return (
      <fieldset className="hallmark" data-decision="none" aria-label="Hallmark">
        <p className="hallmark-count">No mark yet</p>
        <p className="muted">
          {model.latestRound && !model.latestRound.closedAt
            ? "A round is under way; its result will stand here."
            : "This model has not been judged. Nothing is known about how it holds up."}
        </p>
        <Cost model={model} />
      </fieldset>
    );
  }
  const short = worst.needed - worst.passes;
  return (
    <fieldset className="hallmark" data-decision={round.passed ? "passed" : "refused"} aria-label="Hallmark">
      <p className="hallmark-count">
        {worst.passes} <span>of {worst.total}</span>
      </p>
      <div className="hallmark-words">
        <p>
          <strong>{worst.label}</strong>, its worst condition
        </p>
        <p className={round.passed ? "good" : "bad"}>
          {round.passed
            ? `${STANDING[model.state] ?? "passed"}: the gate is ${worst.needed}`
            : `refused, ${model.state === "SANDBOX" ? "sandbox only" : "not routed to"}: ${worst.needed} were needed, ${short} short`}
        </p>
        <p className="small muted">
          <Link to={`/rounds/${round.id}`}>Round {round.id}</Link>, attempt {round.attempt}, an exam of {worst.total}{" "}
          unseen items, counted by {round.validSeats} judges
          {round.closedAt && (
            <>
              , <Moment at={round.closedAt} />
            </>
          )}
        </p>
        <Cost model={model} />
      </div>
    </fieldset>
  );
}

/** What it took to come here: rounds, and what its trainer counted. */
function Cost({ model }: { model: ModelRecord }) {
  return (
    <p className="small muted">
      {model.roundCount} round{model.roundCount === 1 ? "" : "s"} so far. Cleanup: <Cleanup runCid={model.runCid} />
    </p>
  );
}
