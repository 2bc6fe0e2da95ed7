import type { Report } from "./reported.ts";
import { useDocuments, useEvidenceSources } from "./useEvidence.ts";

/** The reports of a round's newest seats that revealed, as far as they are here. */
export function useReports(roundId: string | undefined): {
  reports: Report[];
  error: Error | null;
  isReading: boolean;
} {
  const sources = useEvidenceSources(roundId);
  const seats = (sources.data?.round?.seats ?? []).filter(({ reportCid }) => reportCid !== null);
  const newest = Math.max(...seats.map(({ redraw }) => redraw));
  const cids = seats.filter(({ redraw }) => redraw === newest).map(({ reportCid }) => reportCid ?? "");
  const documents = useDocuments<Report>(cids);
  return {
    reports: documents.flatMap(({ data }) => (data ? [data] : [])),
    error: sources.error ?? documents.find(({ error }) => error !== null)?.error ?? null,
    isReading: roundId !== undefined && (!sources.data || documents.some(({ isLoading }) => isLoading)),
  };
}
