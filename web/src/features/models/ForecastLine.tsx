import { Link } from "react-router";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { useRuns } from "../../data/entities/useRuns.ts";
import { chanceWords, forecastWords, useRehearsals } from "../rehearsal/index.ts";

/** What the newest rehearsal of the model's run said of a round; nothing where this portal did not train it. */
export function ForecastLine({ adapterCid }: { adapterCid: string }) {
  const run = useRuns().data?.find(({ result }) => result?.adapterCid === adapterCid);
  const known = useRehearsals(run?.id ?? "", run !== undefined).data;
  const result = known?.rehearsals.findLast((one) => one.result !== undefined)?.result;
  if (run === undefined || result === undefined) return null;
  return (
    <p className="small">
      <Link to={`/runs/${run.id}`}>Rehearsed</Link>: {forecastWords(result, conditionLabel)}{" "}
      <span className="muted">Chance of a pass: {chanceWords(result.chance)}.</span>
    </p>
  );
}
