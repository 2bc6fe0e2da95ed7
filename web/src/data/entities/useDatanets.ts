import type { VersionDetail } from "@assay/sdk/api";
import type { DatanetDocument as DatanetJson } from "@assay/sdk/documents";
import {
  type Datanet_Filter,
  DatanetDocument,
  type DatanetQuery,
  type DatanetSummaryFragment,
  DatanetsDocument,
  type VersionRecordFragment,
  VersionsDocument,
} from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";
import { useDocument } from "../ipfs.ts";
import { useWatched } from "../live/useLive.ts";
import { NEWEST, useGraphAll, useGraphPages } from "../pages.ts";
import { curator } from "../services.ts";

export type DatanetSummary = DatanetSummaryFragment;
export type VersionRecord = VersionRecordFragment;
export type DatanetRecord = NonNullable<DatanetQuery["datanet"]>;

const datanetPages = (where: Datanet_Filter) => ({
  document: DatanetsDocument,
  variables: (range: { first: number; before: string }) => ({ ...range, where }),
  list: ({ datanets }: { datanets: DatanetSummary[] }) => datanets,
  cursor: ({ id }: DatanetSummary) => id,
  start: NEWEST,
});

/** Datanets that a filter finds, newest first, page by page; `total` where it is known. */
export const useDatanetPages = (where: Datanet_Filter, total?: number) =>
  useGraphPages({ ...datanetPages(where), total });

/** Every datanet whose newest sealed version is in use: only those can be trained on and judged by. */
export const useSealedDatanets = () => useGraphAll(datanetPages({ latestSealedVersion_: { state: "SEALED" } }));

const versionPages = (datanet: string) => ({
  document: VersionsDocument,
  variables: (range: { first: number; before: number }) => ({ ...range, where: { datanet } }),
  list: ({ versions }: { versions: VersionRecord[] }) => versions,
  cursor: ({ version }: VersionRecord) => version,
  start: 2 ** 31 - 1,
});

/** A datanet's versions, newest first, page by page. */
export const useVersionPages = ({ id, versionCount }: DatanetRecord) =>
  useGraphPages({ ...versionPages(id), total: versionCount });

/** Every version of a datanet. */
export const useVersions = (datanet: string) => useGraphAll(versionPages(datanet));

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
