import { InfluenceDocument } from "@assay/sdk/graph";
import type { DatanetRecord } from "../../data/entities/useDatanets.ts";
import { useGraph } from "../../data/graph.ts";
import { useDocument } from "../../data/ipfs.ts";

interface AttributionDocument {
  shares: { contributor: string; ppm: number }[];
}

/** The newest share table of a datanet's models: contributor (lower case) -> ppm; undefined until one is posted. */
export function useInfluence(datanet: DatanetRecord): { modelId: string; shares: Map<string, number> } | undefined {
  const tables = useGraph(InfluenceDocument, { datanet: datanet.id }, { enabled: datanet.modelCount > 0 });
  const table = tables.data?.shareTables[0];
  const document = useDocument<AttributionDocument>(table?.tableCid);
  if (!table || !document.data) return undefined;
  return {
    modelId: table.model.id,
    shares: new Map(document.data.shares.map((share) => [share.contributor.toLowerCase(), share.ppm])),
  };
}
