import { useVersionDetail } from "../../data/entities/useDatanets.ts";
import { useDocument } from "../../data/ipfs.ts";
import type { EvidenceRound } from "./useEvidence.ts";

/** A training row that pulled the model towards an item's label, strongest first. */
export interface NearestRow {
  index: number;
  contributor: string;
  /** As a part of the strongest row's, whichever way that one pulled: -1..1. */
  influence: number;
  /** Only of rows the custodian shows to anyone. */
  text: string | undefined;
  label: string | undefined;
}

interface AttributionDocument {
  perItemTop?: { slot: number; rows: { index: number; contributor: string; influence: number }[] }[];
}

export interface NearestRows {
  /** Whether a share table was posted for the round. */
  isMeasured: boolean;
  bySlot: Map<number, NearestRow[]>;
  error: Error | null;
}

/** The rows that shaped each item's answer most, as the share table's evidence names them. */
export function useNearestRows(round: EvidenceRound): NearestRows {
  const table = round.shareTables[0];
  const document = useDocument<AttributionDocument>(table?.tableCid);
  const detail = useVersionDetail(round.datanet?.id ?? "", table ? round.version?.version : undefined);
  const shown = new Map((detail.data?.sample ?? []).map((row) => [row.index, row]));
  return {
    isMeasured: table !== undefined,
    error: document.error,
    bySlot: new Map(
      (document.data?.perItemTop ?? []).map(({ slot, rows }) => [
        slot,
        rows.map((row) => ({ ...row, text: shown.get(row.index)?.text, label: shown.get(row.index)?.label })),
      ]),
    ),
  };
}
