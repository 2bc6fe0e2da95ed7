import type { JobDocument, TranscriptDocument } from "@assay/sdk/documents";
import { useRun } from "../../data/entities/useRuns.ts";
import { useGraph } from "../../data/graph.ts";
import { useDocument } from "../../data/ipfs.ts";
import { useRehearsals } from "../rehearsal/index.ts";
import type { FailedItem, FixRequest } from "./fix.ts";

const QUERY = `query Fix($model: ID!, $round: ID!) {
  model(id: $model) { runCid }
  round(id: $round) { batch { itemsCid } seats(orderBy: seat, where: { transcriptCid_not: null }, first: 1) { transcriptCid } }
}`;

interface Sources {
  model: { runCid: string } | null;
  round: { batch: { itemsCid: string | null } | null; seats: { transcriptCid: string | null }[] } | null;
}

interface PublishedItems {
  items: { slot: number; text: string; label: string }[];
}

/** What is to be fixed, and the job it came from; undefined until it is read. */
export interface Fix {
  failed: FailedItem[];
  job: Partial<JobDocument> | undefined;
  error: Error | null;
}

const conditionsOf = (trials: { condition: string; pass: boolean }[]): string[] => [
  ...new Set(trials.filter(({ pass }) => !pass).map(({ condition }) => condition)),
];

/** Items of a round by slot: their texts once the batch is published, and the conditions the first seat saw them fail. */
function useRoundFix(request: FixRequest | undefined): Fix | undefined {
  const own = request?.from === "round" ? request : undefined;
  const variables = { model: own?.modelId, round: own?.roundId };
  const sources = useGraph<Sources>("fix", QUERY, variables, own !== undefined);
  const { model, round } = sources.data ?? {};
  const run = useDocument<{ job: JobDocument }>(model?.runCid);
  const published = useDocument<PublishedItems>(round?.batch?.itemsCid);
  const transcript = useDocument<TranscriptDocument>(round?.seats[0]?.transcriptCid);
  if (own === undefined) return undefined;
  const bySlot = new Map(published.data?.items.map((item) => [item.slot, item]));
  const trials = new Map(transcript.data?.items.map((item) => [item.slot, item.trials]));
  return {
    failed: own.slots.map((slot) => ({
      key: `item ${slot}`,
      text: bySlot.get(slot)?.text ?? "(published after the round)",
      expected: bySlot.get(slot)?.label ?? "…",
      conditions: conditionsOf(trials.get(slot) ?? []),
    })),
    job: run.data?.job,
    error: sources.error ?? run.error ?? published.error ?? transcript.error,
  };
}

/** Rows that the newest rehearsal of a run saw fail. */
function useRunFix(request: FixRequest | undefined): Fix | undefined {
  const jobId = request?.from === "run" ? request.jobId : "";
  const run = useRun(jobId, jobId !== "");
  const query = useRehearsals(jobId, jobId !== "");
  if (jobId === "") return undefined;
  const result = query.data?.rehearsals.findLast((one) => one.result !== undefined)?.result;
  return {
    failed: (result?.failing ?? []).map((item) => ({
      key: `row ${item.rowIndex}`,
      text: item.text,
      expected: item.expected,
      conditions: conditionsOf(item.trials),
    })),
    job: run.data?.job as Partial<JobDocument> | undefined,
    error: run.error ?? query.error,
  };
}

/** What the address asks to fix, from either source. */
export function useFix(request: FixRequest | undefined): Fix | undefined {
  const round = useRoundFix(request);
  const run = useRunFix(request);
  return round ?? run;
}
