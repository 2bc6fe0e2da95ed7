import { SponsorModelsDocument, type SponsorModelsQuery } from "@assay/sdk/graph";
import type { Graph } from "../platform/graph.ts";

/** A model as a sponsor sees it; amounts in token wei, times in unix seconds. */
export type SponsoredModel = SponsorModelsQuery["models"][number];

export async function readModels(graph: Graph): Promise<SponsoredModel[]> {
  return (await graph.query(SponsorModelsDocument)).models;
}
