import type { TranscriptDocument } from "@assay/sdk/documents";
import { useQueries } from "@tanstack/react-query";
import { useGraph } from "../../data/graph.ts";
import { documentQuery, useDocument } from "../../data/ipfs.ts";

export interface EvidenceSeat {
  redraw: number;
  seat: number;
  root: string | null;
  lanes: string | null;
  transcriptCid: string | null;
  reportCid: string | null;
  evaluator: { id: string };
}

export interface EvidenceRound {
  id: string;
  closedAt: string | null;
  model: { id: string };
  datanet: { id: string } | null;
  version: { version: number } | null;
  batch: { itemsCid: string | null } | null;
  shareTables: { tableCid: string }[];
  seats: EvidenceSeat[];
}

const QUERY = `query Evidence($id: ID!) {
  round(id: $id) {
    id closedAt model { id } datanet { id } version { version } batch { itemsCid } shareTables { tableCid }
    seats(orderBy: seat) { redraw seat root lanes transcriptCid reportCid evaluator { id } }
  }
}`;

export interface PublishedItem {
  slot: number;
  text: string;
  label: string;
}

/** Where a round's evidence lies: a transcript per revealed seat, the items once published, what shaped the answers. */
export const useEvidenceSources = (roundId: string | undefined) =>
  useGraph<{ round: EvidenceRound | null }>("evidence", QUERY, { id: roundId }, roundId !== undefined);

export const useTranscript = (cid: string | null | undefined) => useDocument<TranscriptDocument>(cid);

/** Documents by CID, in the order asked for. */
export const useDocuments = <T>(cids: string[]) => useQueries({ queries: cids.map((cid) => documentQuery<T>(cid)) });

/** The exam's items by slot; empty until the batch is published. */
export function useItems(cid: string | null | undefined): Map<number, PublishedItem> {
  const document = useDocument<PublishedItem[] | { items: PublishedItem[] }>(cid).data;
  const items = Array.isArray(document) ? document : (document?.items ?? []);
  return new Map(items.map((item) => [item.slot, item]));
}
