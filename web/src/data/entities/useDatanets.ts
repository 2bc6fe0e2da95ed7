import type { VersionDetail } from "@assay/sdk/api";
import type { DatanetDocument as DatanetJson } from "@assay/sdk/documents";
import {
  DatanetDocument,
  type DatanetQuery,
  type DatanetSummaryFragment,
  DatanetsDocument,
  type VersionRecordFragment,
} from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";
import { useDocument } from "../ipfs.ts";
import { useWatched } from "../live/useLive.ts";
import { curator } from "../services.ts";

export type DatanetSummary = DatanetSummaryFragment;
export type VersionRecord = VersionRecordFragment;
export type DatanetRecord = NonNullable<DatanetQuery["datanet"]>;

export const useDatanets = () => useGraph(DatanetsDocument, {});

export const useDatanet = (id: string) => useGraph(DatanetDocument, { id });

export const useDatanetDocument = (cid: string | undefined) => useDocument<DatanetJson>(cid);

/** A training row that anyone may see. */
export type SampleRow = VersionDetail["sample"][number];

/** States of a version that nothing moves on from. */
const ENDS: ReadonlySet<string> = new Set(["sealed", "failed"]);

export function useVersionDetail(datanetId: string, version: number | undefined) {
  return useWatched<VersionDetail>({
    queryKey: ["curator", "version", datanetId, version],
    path: `/api/curator/datanets/${datanetId}/versions/${version}`,
    ask: (signal) => curator.version({ params: { datanetId, version: version ?? 0 } }, { signal }),
    enabled: version !== undefined,
    watch: (detail) => !ENDS.has(detail?.state ?? ""),
  });
}
