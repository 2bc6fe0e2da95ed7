import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AssayError } from "@assay/sdk/errors";
import { CatalogModelsDocument } from "@assay/sdk/graph";
import type { Graph } from "../platform/graph.ts";
import { fetchFolder } from "../platform/ipfs/folder.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";
import { loadServingProfile, type ServingProfile } from "../serving/profile.ts";
import { asOf, type CatalogModel, toModel } from "./catalogQuery.ts";

export type { CatalogModel, FinalRound, ModelState, StateChange } from "./catalogQuery.ts";

/** Oldest copy of the index a call is routed by, milliseconds; upkeep renews it much sooner. */
const MAX_AGE_MS = 10_000;
/** Least time between two readings for the sake of refusals, milliseconds: strangers must not set the index's load. */
const RENEWAL_MS = 500;

/** The models on chain as of the last look, and what of them is on this machine. */
export interface Catalog {
  /** Every registered model, from memory unless the copy is too old: routing must not wait for the index. */
  list(): Promise<CatalogModel[]>;
  /** Asks the index. Answers the same as `list` then does. */
  refresh(): Promise<CatalogModel[]>;
  /** A copy that is read after this call, for a refusal to rest on. Callers at the same time wait for the same reading. */
  renewed(): Promise<CatalogModel[]>;
  /** @throws AssayError unknown_model, by a renewed copy */
  get(modelId: string): Promise<CatalogModel>;
  /** Local folder of the adapter, fetched by CID once, and its serving profile checked against the hash on chain. */
  load(model: CatalogModel): Promise<{ adapterDir: string; profile: ServingProfile }>;
  /** Unix seconds by the chain, which may run ahead of this machine. */
  now(): number;
}

/** @throws AssayError unknown_model */
export function findModel(models: readonly CatalogModel[], modelId: string): CatalogModel {
  const model = models.find(({ id }) => id === modelId);
  if (model !== undefined) return model;
  throw new AssayError(`model "${modelId}" is not registered; GET /v1/models lists those that are.`, {
    code: "unknown_model",
    status: 404,
    field: "model",
  });
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

  let renewal: Promise<CatalogModel[]> | undefined;
  async function renew(): Promise<CatalogModel[]> {
    await delay(Math.max(0, readAt + RENEWAL_MS - performance.now()));
    // Whoever asks from here on needs a later reading.
    renewal = undefined;
    return await refresh();
  }
  const renewed = (): Promise<CatalogModel[]> => {
    renewal ??= renew();
    return renewal;
  };

  return {
    now,
    refresh,
    renewed,
    list,
    async get(modelId) {
      // A model may have been registered a moment ago.
      return (await list()).find(({ id }) => id === modelId) ?? findModel(await renewed(), modelId);
    },
    async load(model) {
      const adapterDir = await fetchFolder(ipfs, model.adapterCid, join(dir, model.adapterCid));
      return { adapterDir, profile: await loadServingProfile(adapterDir, model.servingProfileHash) };
    },
  };
}
