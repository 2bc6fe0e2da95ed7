import type { TranscriptDocument } from "@assay/sdk/documents";
import { useGraph } from "../../app/data/graph.ts";
import { useDocument } from "../../app/data/ipfs.ts";

interface EvidenceSources {
  round: {
    batch: { itemsCid: string | null } | null;
    seats: {
      redraw: number;
      seat: number;
      root: string | null;
      lanes: string | null;
      transcriptCid: string | null;
      reportCid: string | null;
      evaluator: { id: string };
    }[];
  } | null;
}

const QUERY = `query Evidence($id: ID!) {
  round(id: $id) {
    batch { itemsCid }
    seats(orderBy: seat) { redraw seat root lanes transcriptCid reportCid evaluator { id } }
  }
}`;

export interface PublishedItem {
  slot: number;
  text: string;
  label: string;
}

/** Where a round's evidence lies: a transcript per revealed seat, and the items once published. */
export const useEvidenceSources = (roundId: string | undefined) =>
  useGraph<EvidenceSources>("evidence", QUERY, { id: roundId }, roundId !== undefined);

export const useTranscript = (cid: string | null | undefined) => useDocument<TranscriptDocument>(cid);

/** The exam's items by slot; empty until the batch is published. */
export function useItems(cid: string | null | undefined): Map<number, PublishedItem> {
  const document = useDocument<PublishedItem[] | { items: PublishedItem[] }>(cid).data;
  const items = Array.isArray(document) ? document : (document?.items ?? []);
  return new Map(items.map((item) => [item.slot, item]));
}
