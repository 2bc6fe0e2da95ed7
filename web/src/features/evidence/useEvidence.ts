import type { TranscriptDocument } from "@assay/sdk/documents";
import { EvidenceDocument, type EvidenceQuery } from "@assay/sdk/graph";
import { useQueries } from "@tanstack/react-query";
import { useGraph } from "../../data/graph.ts";
import { documentQuery, useDocument } from "../../data/ipfs.ts";

export type EvidenceRound = NonNullable<EvidenceQuery["round"]>;
export type EvidenceSeat = EvidenceRound["seats"][number];

export interface PublishedItem {
  slot: number;
  text: string;
  label: string;
}

/** Where a round's evidence lies: a transcript per revealed seat, the items once published, what shaped the answers. */
export const useEvidenceSources = (roundId: string | undefined) =>
  useGraph(EvidenceDocument, { id: roundId ?? "" }, { enabled: roundId !== undefined });

export const useTranscript = (cid: string | null | undefined) => useDocument<TranscriptDocument>(cid);

/** Documents by CID, in the order asked for. */
export const useDocuments = <T>(cids: string[]) => useQueries({ queries: cids.map((cid) => documentQuery<T>(cid)) });

/** The exam's items by slot; empty until the batch is published. */
export function useItems(cid: string | null | undefined): Map<number, PublishedItem> {
  const document = useDocument<PublishedItem[] | { items: PublishedItem[] }>(cid).data;
  const items = Array.isArray(document) ? document : (document?.items ?? []);
  return new Map(items.map((item) => [item.slot, item]));
}
