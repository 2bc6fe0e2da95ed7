import { count, duration } from "../../ui/format.ts";
import { Amount, ErrorNote, Facts } from "../../ui/index.ts";
import { useThresholds } from "../thresholds/index.ts";
import type { JobChoice } from "./job.ts";
import { useQuote } from "./useStudio.ts";

/** What the choices will take and give, kept in view while they change. */
export function QuotePanel({ choice }: { choice: JobChoice }) {
  const quote = useQuote(choice);
  const current = useThresholds().data?.paramSets[0];
  const gate = useThresholds().data?.gates.find((one) => one.items === current?.itemsPerBatch && one.attempt === 1);
  const rows = quote.data?.trainRows;
  return (
    <>
      <h2>Quote</h2>
      {quote.error && <ErrorNote error={quote.error} />}
      <Facts
        items={[
          ["Time on this machine", quote.data ? `about ${duration(quote.data.seconds)}` : "…"],
          ["Memory", memoryWords(quote.data?.memoryMb)],
          ["Rows to train on", rows === undefined ? "…" : count(rows)],
          ["Steps", quote.data ? count(quote.data.steps) : "…"],
          ["Training fee", "none on this stack"],
          ["Data owners' share of each fee", current ? `${(current.splitBps[1] ?? 0) / 100}%` : "…"],
          ["Stake to be judged", current ? <Amount key="s" wei={current.minPublisherStake} /> : "…"],
          ["Round fee, first attempt", current ? <Amount key="f" wei={current.roundFee} /> : "…"],
          ["Gate of every condition", gate ? `${gate.minPasses} of ${gate.items} items` : "…"],
        ]}
      />
    </>
  );
}

function memoryWords(megabytes: number | null | undefined): string {
  if (megabytes === undefined) return "…";
  return megabytes === null ? "not known for this base" : `${count(Math.round(megabytes))} MB`;
}
