import type { VersionDetail } from "@assay/sdk/api";
import { useGraph } from "../graph.ts";
import { useDocument } from "../ipfs.ts";
import { useWatched } from "../live/useLive.ts";

export interface DatanetSummary {
  id: string;
  curator: string;
  custodian: string;
  metadataCid: string;
  metadataHash: string;
  versionCount: number;
  modelCount: number;
  rowCount: number;
  contributorCount: number;
  createdAt: string;
  createdTx: string;
  latestVersion: { version: number; state: string } | null;
  latestSealedVersion: { version: number; batchCount: number; batchesConsumed: number } | null;
}

export interface VersionRecord {
  id: string;
  version: number;
  state: string;
  rowCount: number;
  contributorCount: number;
  rowsRoot: string;
  contributorsRoot: string;
  manifestCid: string;
  /** The seed of the epoch after this one picks the hold-out. */
  epoch: string;
  seed: string | null;
  holdoutRoot: string | null;
  batchCount: number;
  batchesConsumed: number;
  batchesRetired: number;
  examManifestCid: string | null;
  publishedAt: string;
  publishedTx: string;
  sealedAt: string | null;
  sealedTx: string | null;
  batches: {
    batchId: number;
    consumedAt: string;
    retired: boolean;
    itemsCid: string | null;
    retiredTx: string | null;
    round: { id: string };
  }[];
}

/** datanet.json: what its curator says about it. */
export interface DatanetDocument {
  name: string;
  description: string;
  domain: string;
  licence: string;
  access: string;
}

const SUMMARY = `id curator custodian metadataCid metadataHash versionCount modelCount rowCount contributorCount createdAt createdTx
  latestVersion { version state } latestSealedVersion { version batchCount batchesConsumed }`;

const LIST = `query Datanets { datanets(first: 1000, orderBy: updatedAt, orderDirection: desc) { ${SUMMARY} } }`;

const ONE = `query Datanet($id: ID!) {
  datanet(id: $id) {
    ${SUMMARY}
    bond boundBond cutBond
    models(first: 1000, orderBy: registeredAt, orderDirection: desc) { id state publisher registeredAt }
    versions(first: 1000, orderBy: version, orderDirection: desc) {
      id version state rowCount contributorCount rowsRoot contributorsRoot manifestCid epoch seed holdoutRoot
      batchCount batchesConsumed batchesRetired examManifestCid publishedAt publishedTx sealedAt sealedTx
      batches(first: 1000, orderBy: consumedAt, orderDirection: desc) { batchId consumedAt retired itemsCid retiredTx round { id } }
    }
  }
}`;

export interface DatanetRecord extends DatanetSummary {
  versions: VersionRecord[];
  models: { id: string; state: string; publisher: string; registeredAt: string }[];
  /** What the custodian put down, token wei, and what running rounds bind of it. */
  bond: string;
  boundBond: string;
  cutBond: string;
}

export const useDatanets = () => useGraph<{ datanets: DatanetSummary[] }>("datanets", LIST);

export const useDatanet = (id: string) => useGraph<{ datanet: DatanetRecord | null }>("datanet", ONE, { id });

export const useDatanetDocument = (cid: string | undefined) => useDocument<DatanetDocument>(cid);

/** A training row that anyone may see. */
export type SampleRow = VersionDetail["sample"][number];

/** States of a version that nothing moves on from. */
const ENDS: ReadonlySet<string> = new Set(["sealed", "failed"]);

export function useVersionDetail(datanetId: string, version: number | undefined) {
  return useWatched<VersionDetail>({
    queryKey: ["curator", "version", datanetId, version],
    path: `/api/curator/datanets/${datanetId}/versions/${version}`,
    enabled: version !== undefined,
    watch: (detail) => !ENDS.has(detail?.state ?? ""),
  });
}
