import { HomeDocument, type HomeQuery } from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";

export type ProtocolFigures = NonNullable<HomeQuery["protocol"]>;

/** Counters over the whole protocol; null before the first event. */
export const useProtocol = () => useGraph(HomeDocument, {});
