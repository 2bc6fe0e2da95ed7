import { useGraph } from "../graph.ts";
import { useGraphPages } from "../pages.ts";
import { JUDGED_ROUND, type JudgedRound } from "./conditions.ts";

export interface ModelSummary {
  id: string;
  publisher: string;
  state: string;
  stake: string;
  registeredAt: string;
  expiresAt: string;
  roundCount: number;
  examDatanet: { id: string };
  examVersion: { version: number };
  latestRound: JudgedRound | null;
  latestFinalRound: JudgedRound | null;
}

export interface ModelRecord extends ModelSummary {
  examDatanet: { id: string; custodian: string; bond: string; boundBond: string };
  trainer: string;
  baseAuthor: string;
  baseHash: string;
  adapterHash: string;
  runManifestHash: string;
  tokenizerHash: string;
  templateHash: string;
  servingProfileHash: string;
  maxTemperatureMilli: number;
  adapterCid: string;
  runCid: string;
  registeredTx: string;
  lineage: { id: string };
  parent: { id: string } | null;
  sources: { index: number; weightBps: number; datanet: { id: string }; version: { version: number } }[];
  rounds: JudgedRound[];
  stateChanges: {
    id: string;
    from: string;
    to: string;
    timestamp: string;
    txHash: string;
    round: { id: string } | null;
  }[];
  latestShareTable: { tableCid: string; txHash: string; round: { id: string } } | null;
}

const SUMMARY = `id publisher state stake registeredAt expiresAt roundCount examDatanet { id } examVersion { version }
  latestRound { ${JUDGED_ROUND} } latestFinalRound { ${JUDGED_ROUND} }`;

const LIST = `query Models($first: Int!, $before: BigInt!) {
  models(first: $first, orderBy: modelId, orderDirection: desc, where: { modelId_lt: $before }) { ${SUMMARY} }
}`;

const TRUSTED = `query TrustedModels { models(first: 1000, orderBy: updatedAt, orderDirection: desc) { ${SUMMARY} } }`;

const ONE = `query Model($id: ID!) {
  model(id: $id) {
    ${SUMMARY}
    examDatanet { custodian bond boundBond }
    trainer baseAuthor baseHash adapterHash runManifestHash tokenizerHash templateHash servingProfileHash
    maxTemperatureMilli adapterCid runCid registeredTx lineage { id } parent { id }
    sources(orderBy: index) { index weightBps datanet { id } version { version } }
    rounds(first: 1000, orderBy: openedAt, orderDirection: desc) { ${JUDGED_ROUND} }
    stateChanges(first: 1000, orderBy: timestamp, orderDirection: desc) { id from to timestamp txHash round { id } }
    latestShareTable { tableCid txHash round { id } }
  }
}`;

/** Every model, newest first, page by page. */
export const useModelPages = () =>
  useGraphPages<ModelSummary>({ name: "models", document: LIST, list: "models", cursor: ({ id }) => id });

/** The models that changed last, to be ordered by how far they can be trusted. */
export const useRecentModels = () => useGraph<{ models: ModelSummary[] }>("recent-models", TRUSTED);

export const useModel = (id: string) => useGraph<{ model: ModelRecord | null }>("model", ONE, { id });
