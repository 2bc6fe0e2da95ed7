import { join } from "node:path";
import { CatalogModelsDocument } from "@assay/sdk/graph";
import { AppError } from "../platform/errors.ts";
import type { Graph } from "../platform/graph.ts";
import { fetchFolder } from "../platform/ipfs/folder.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { loadServingProfile, type ServingProfile } from "../serving/profile.ts";
import { asOf, type CatalogModel, toModel } from "./catalogQuery.ts";

export type { CatalogModel, FinalRound, ModelState, StateChange } from "./catalogQuery.ts";

/** Oldest copy of the index a call is routed by, milliseconds; upkeep renews it much sooner. */
const MAX_AGE_MS = 10_000;

/** The models on chain as of the last look, and what of them is on this machine. */
export interface Catalog {
  /** Every registered model, from memory unless the copy is too old: routing must not wait for the index. */
  list(): Promise<CatalogModel[]>;
  /** Asks the index. Answers the same as `list` then does. */
  refresh(): Promise<CatalogModel[]>;
  get(modelId: string): Promise<CatalogModel>;
  /** Local folder of the adapter, fetched by CID once, and its serving profile checked against the hash on chain. */
  load(model: CatalogModel): Promise<{ adapterDir: string; profile: ServingProfile }>;
  /** Unix seconds by the chain, which may run ahead of this machine. */
  now(): number;
}

export function createCatalog({ graph, ipfs, dir }: { graph: Graph; ipfs: Ipfs; dir: string }): Catalog {
  let models: CatalogModel[] = [];
  let readAt = Number.NEGATIVE_INFINITY;
  /** seconds by which the chain is ahead */
  let lead = 0;
  const now = (): number => Math.floor(Date.now() / 1000) + lead;

  async function refresh(): Promise<CatalogModel[]> {
    const began = performance.now();
    const answer = await graph.query(CatalogModelsDocument);
    models = answer.models.map(toModel);
    readAt = began;
    lead = Math.max(0, (answer._meta?.block.timestamp ?? 0) - Math.floor(Date.now() / 1000));
    return current();
  }

  const current = (): CatalogModel[] => {
    const at = now();
    return models.map((model) => asOf(model, at));
  };
  const list = async (): Promise<CatalogModel[]> =>
    performance.now() - readAt > MAX_AGE_MS ? await refresh() : current();

  return {
    now,
    refresh,
    list,
    async get(modelId) {
      const wanted = ({ id }: CatalogModel): boolean => id === modelId;
      // A model may have been registered a moment ago.
      const model = (await list()).find(wanted) ?? (await refresh()).find(wanted);
      if (model === undefined)
        throw new AppError(
          "unknown_model",
          `model "${modelId}" is not registered; GET /v1/models lists those that are.`,
          { status: 404, field: "model" },
        );
      return model;
    },
    async load(model) {
      const adapterDir = await fetchFolder(ipfs, model.adapterCid, join(dir, model.adapterCid));
      return { adapterDir, profile: await loadServingProfile(adapterDir, model.servingProfileHash) };
    },
  };
}
