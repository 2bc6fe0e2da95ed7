import { mixWords } from "../../data/entities/mix.ts";
import { useThresholds } from "../../data/entities/useThresholds.ts";
import { count, duration } from "../../ui/format.ts";
import { Amount, ErrorNote, Facts } from "../../ui/index.ts";
import type { JobChoice } from "./job.ts";
import { SimilarForecast } from "./SimilarForecast.tsx";
import { useQuote } from "./useStudio.ts";

/** What the choices will take and give, kept in view while they change. */
export function QuotePanel({ choice, blocked }: { choice: JobChoice; blocked: boolean }) {
  const quote = useQuote(choice, !blocked);
  const thresholds = useThresholds().data;
  const current = thresholds?.paramSets[0];
  const gate = thresholds?.gates.find((one) => one.items === current?.itemsPerBatch && one.attempt === 1);
  const stale = blocked || quote.isPlaceholderData;
  return (
    <>
      <h2>Quote</h2>
      {quote.error && <ErrorNote error={quote.error} />}
      <div className="quote-figure" data-stale={stale}>
        <span className="figure-value">{quote.data ? `≈ ${duration(quote.data.seconds)}` : "…"}</span>
        <span className="small muted">
          {blocked
            ? "before the fields that are marked red"
            : quote.data
              ? `on this machine: ${count(quote.data.steps)} steps over ${count(quote.data.trainRows)} rows`
              : "measuring this machine"}
        </span>
      </div>
      <h3>To train</h3>
      <Facts
        items={[
          ["Memory", memoryWords(quote.data?.memoryMb)],
          ["Robustness mix", mixWords(choice.hyperparameters.robustnessMix, choice.hyperparameters.robustnessKinds)],
          ["Training fee", "free on this machine"],
        ]}
      />
      <h3>To be judged, afterwards</h3>
      <Facts
        items={[
          [
            "Stake, yours again when you take it out",
            current ? <Amount key="s" wei={current.minPublisherStake} /> : "…",
          ],
          ["Round fee, first attempt, spent", current ? <Amount key="f" wei={current.roundFee} /> : "…"],
          ["Gate of every condition", gate ? `${gate.minPasses} of ${gate.items} items` : "…"],
        ]}
      />
      <SimilarForecast choice={choice} />
      <h3>To earn, from each answer's fee</h3>
      <Facts
        items={[
          ["You, as publisher", current ? percent(current.splitBps[0]) : "…"],
          ["Owners of the rows", current ? percent(current.splitBps[1]) : "…"],
        ]}
      />
    </>
  );
}

const percent = (bps: number | undefined): string => `${(bps ?? 0) / 100}%`;

function memoryWords(megabytes: number | null | undefined): string {
  if (megabytes === undefined) return "…";
  return megabytes === null ? "not known for this base" : `${count(Math.round(megabytes))} MB`;
}
