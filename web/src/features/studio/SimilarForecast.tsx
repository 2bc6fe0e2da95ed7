import { conditionLabel } from "../../data/entities/conditions.ts";
import { Gates } from "../../ui/index.ts";
import { RunLink } from "../names/index.ts";
import { chanceWords, forecastWords, gateScores, useSimilarRehearsal } from "../rehearsal/index.ts";
import type { JobChoice } from "./job.ts";

/** The gates as a run like this one would meet them; nothing until one was rehearsed. */
export function SimilarForecast({ choice }: { choice: JobChoice }) {
  const { data } = useSimilarRehearsal(choice);
  const result = data?.rehearsal.result;
  return (
    <>
      <h3>Predicted gates</h3>
      {result ? (
        <>
          <p className="small">
            {forecastWords(result, conditionLabel)} <span className="muted">Chance: {chanceWords(result.chance)}.</span>
          </p>
          <div className="gates-narrow">
            <Gates scores={gateScores(result, conditionLabel)} />
          </div>
          <p className="small muted">
            From <RunLink id={data.rehearsal.jobId} />, the newest rehearsed run with this base, method and datanet, on
            version {data.job.version}. Different settings change it.
          </p>
        </>
      ) : (
        <p className="small muted">Not known yet. A rehearsal of a run like this one shows them.</p>
      )}
    </>
  );
}
