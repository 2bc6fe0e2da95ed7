import { join } from "node:path";
import type { Address, Hex } from "viem";
import { AppError } from "../errors.ts";
import type { Graph } from "../graph.ts";
import { loadServingProfile, type ServingProfile } from "../serving/profile.ts";
import { fetchFolder } from "../storage/folder.ts";
import type { Ipfs } from "../storage/ipfs.ts";

export type ModelState = "SANDBOX" | "PROBATION" | "ADMITTED" | "SUSPENDED" | "RETIRED";

/** A registered model as the gateway sees it. `worst` is the smallest gated count of its last final round. */
export interface CatalogModel {
  id: string;
  state: ModelState;
  datanetId: string;
  adapterCid: string;
  adapterHash: Hex;
  servingProfileHash: Hex;
  maxTemperature: number;
  publisher: Address;
  registeredAt: number;
  worst: { passes: number; items: number; needed: number } | undefined;
}

interface GraphModel {
  id: string;
  state: ModelState;
  adapterCid: string;
  adapterHash: Hex;
  servingProfileHash: Hex;
  maxTemperatureMilli: number;
  publisher: Address;
  registeredAt: string;
  examDatanet: { id: string };
  latestFinalRound: {
    medianLaneCounts: number[] | null;
    gatedLanes: number | null;
    minPasses: number | null;
    itemsPerBatch: number;
  } | null;
}

const MODELS = /* GraphQL */ `
  query Models($ids: [ID!]) {
    models(first: 1000, orderBy: registeredAt, where: { id_in: $ids }) { ...fields }
  }`;
const FIELDS = /* GraphQL */ `
  fragment fields on Model {
    id state adapterCid adapterHash servingProfileHash maxTemperatureMilli publisher registeredAt
    examDatanet { id }
    latestFinalRound { medianLaneCounts gatedLanes minPasses itemsPerBatch }
  }`;
const ALL_MODELS = MODELS.replace("($ids: [ID!])", "").replace(", where: { id_in: $ids }", "");

function worstGated(round: GraphModel["latestFinalRound"]): CatalogModel["worst"] {
  if (round?.medianLaneCounts == null || round.gatedLanes == null || round.minPasses == null) return undefined;
  const mask = round.gatedLanes;
  const gated = round.medianLaneCounts.filter((_, lane) => ((mask >> lane) & 1) === 1);
  return gated.length === 0
    ? undefined
    : { passes: Math.min(...gated), items: round.itemsPerBatch, needed: round.minPasses };
}

function toModel(model: GraphModel): CatalogModel {
  return {
    id: model.id,
    state: model.state,
    datanetId: model.examDatanet.id,
    adapterCid: model.adapterCid,
    adapterHash: model.adapterHash,
    servingProfileHash: model.servingProfileHash,
    maxTemperature: model.maxTemperatureMilli / 1000,
    publisher: model.publisher,
    registeredAt: Number(model.registeredAt),
    worst: worstGated(model.latestFinalRound),
  };
}

/** The models on chain and their weights on this machine. */
export interface Catalog {
  list(): Promise<CatalogModel[]>;
  get(modelId: string): Promise<CatalogModel>;
  /** Local folder of the adapter, fetched by CID once, and its serving profile checked against the hash on chain. */
  load(model: CatalogModel): Promise<{ adapterDir: string; profile: ServingProfile }>;
}

export function createCatalog({ graph, ipfs, dir }: { graph: Graph; ipfs: Ipfs; dir: string }): Catalog {
  return {
    async list() {
      const { models } = await graph.query<{ models: GraphModel[] }>(ALL_MODELS + FIELDS);
      return models.map(toModel);
    },
    async get(modelId) {
      const { models } = await graph.query<{ models: GraphModel[] }>(MODELS + FIELDS, { ids: [modelId] });
      const [model] = models;
      if (model === undefined)
        throw new AppError(
          "unknown_model",
          `model "${modelId}" is not registered; GET /v1/models lists those that are.`,
          { status: 404, field: "model" },
        );
      return toModel(model);
    },
    async load(model) {
      const adapterDir = await fetchFolder(ipfs, model.adapterCid, join(dir, model.adapterCid));
      return { adapterDir, profile: await loadServingProfile(adapterDir, model.servingProfileHash) };
    },
  };
}
