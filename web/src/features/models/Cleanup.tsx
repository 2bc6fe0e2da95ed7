import { useDocument } from "../../data/ipfs.ts";
import { duration } from "../../ui/format.ts";

/** run.json's own count of what it took to come to the model. */
export interface CleanupCost {
  rehearsals: number;
  discardedRuns: number;
  rowEdits: number;
  rejectedDrafts: number;
  cpuSeconds: number;
}

const many = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

/** The cost in a line; the trainer counts it itself, so it decides nothing. */
export function cleanupWords(cost: CleanupCost): string {
  return [
    many(cost.rehearsals, "rehearsal"),
    many(cost.discardedRuns, "discarded run"),
    many(cost.rowEdits, "edited row"),
    many(cost.rejectedDrafts, "refused draft"),
    `${duration(cost.cpuSeconds)} of processor`,
  ].join(", ");
}

/** What it took to come to this model, as its run says. */
export function Cleanup({ runCid }: { runCid: string }) {
  const run = useDocument<{ cleanup?: CleanupCost }>(runCid);
  if (run.error) return <>not readable: its run.json is missing</>;
  if (!run.data) return <>…</>;
  return <>{run.data.cleanup ? cleanupWords(run.data.cleanup) : "not counted by its trainer"}</>;
}
