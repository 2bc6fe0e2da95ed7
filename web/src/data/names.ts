import type { DatanetDocument } from "@assay/sdk/documents";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useRuns } from "./entities/useRuns.ts";
import { askGraph, dependencies } from "./graph.ts";
import { documentQuery } from "./ipfs.ts";
import { madeName, placesOf } from "./naming.ts";

interface ListedDatanet {
  id: string;
  metadataCid: string;
}

interface ListedModel {
  id: string;
  runCid: string;
  baseHash: string;
  adapterCid: string;
  examDatanet: { id: string };
}

interface Directory {
  datanets: Map<string, ListedDatanet>;
  models: Map<string, ListedModel>;
  /** Place among the models of the same base and datanet. */
  places: Map<string, number>;
}

const PAGE = 1000;
const QUERY = `query Directory($datanet: BigInt!, $model: BigInt!) {
  datanets(first: ${PAGE}, orderBy: datanetId, where: { datanetId_gt: $datanet }) { id metadataCid }
  models(first: ${PAGE}, orderBy: modelId, where: { modelId_gt: $model }) { id runCid baseHash adapterCid examDatanet { id } }
}`;

/** Every datanet and model with where its name is written: small, read once, and shared by the whole page. */
async function readDirectory(): Promise<Directory> {
  const datanets: ListedDatanet[] = [];
  const models: ListedModel[] = [];
  let isMore = true;
  while (isMore) {
    const page = await askGraph<{ datanets: ListedDatanet[]; models: ListedModel[] }>(QUERY, {
      datanet: datanets.at(-1)?.id ?? "0",
      model: models.at(-1)?.id ?? "0",
    });
    datanets.push(...page.datanets);
    models.push(...page.models);
    isMore = page.datanets.length === PAGE || page.models.length === PAGE;
  }
  return {
    datanets: new Map(datanets.map((one) => [one.id, one])),
    models: new Map(models.map((one) => [one.id, one])),
    places: placesOf(
      models,
      ({ id }) => id,
      ({ examDatanet, baseHash }) => `${examDatanet.id}-${baseHash}`,
    ),
  };
}

export const useDirectory = () =>
  useQuery({
    queryKey: ["graph", "directory"],
    queryFn: readDirectory,
    meta: { dependencies: dependencies(QUERY) },
  });

/** Documents by CID, as far as they are here. */
function useByCid<T>(cids: readonly (string | undefined)[]): (cid: string | undefined) => T | undefined {
  const wanted = [...new Set(cids.filter((cid) => cid !== undefined))];
  return useQueries({
    queries: wanted.map((cid) => documentQuery<T>(cid)),
    combine: (results) => {
      const found = new Map(wanted.map((cid, i) => [cid, results[i]?.data]));
      return (cid: string | undefined) => (cid === undefined ? undefined : found.get(cid));
    },
  });
}

/** Names of datanets, from their datanet.json. */
export function useDatanetNames(ids: readonly string[]): (id: string) => string {
  const datanets = useDirectory().data?.datanets;
  const documentOf = useByCid<DatanetDocument>(ids.map((id) => datanets?.get(id)?.metadataCid));
  return (id) => documentOf(datanets?.get(id)?.metadataCid)?.name ?? `Datanet ${id}`;
}

/** How a model or a run is called, and what it is made of. */
export interface MadeNames {
  name: string;
  datanet: { id: string; name: string } | undefined;
  base: string | undefined;
}

/** Names of models, from the job in their run.json. */
export function useModelNames(ids: readonly string[]): (id: string) => MadeNames {
  const directory = useDirectory().data;
  const models = ids.map((id) => directory?.models.get(id));
  const runOf = useByCid<{ job: { base: string; name?: string } }>(models.map((model) => model?.runCid));
  const datanetName = useDatanetNames(models.flatMap((model) => (model ? [model.examDatanet.id] : [])));
  return (id) => {
    const model = directory?.models.get(id);
    if (model === undefined) return { name: `Model ${id}`, datanet: undefined, base: undefined };
    const job = runOf(model.runCid)?.job;
    const datanet = { id: model.examDatanet.id, name: datanetName(model.examDatanet.id) };
    const made = { given: job?.name, datanet: datanet.name, base: job?.base, place: directory?.places.get(id) ?? 1 };
    return { name: madeName(made, "model"), datanet, base: job?.base };
  };
}

/** Names of this portal's runs, from their jobs. */
export function useRunNames(): (id: string) => MadeNames {
  const runs = useRuns().data ?? [];
  const datanetName = useDatanetNames(runs.map(({ job }) => String(job.datanet)));
  const places = placesOf(
    runs.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)),
    ({ id }) => id,
    ({ job }) => `${job.datanet}-${job.base}`,
  );
  return (id) => {
    const job = runs.find((run) => run.id === id)?.job;
    if (job === undefined) return { name: `Run ${id.slice(0, 10)}`, datanet: undefined, base: undefined };
    const datanet = { id: String(job.datanet), name: datanetName(String(job.datanet)) };
    const made = { given: job.name, datanet: datanet.name, base: job.base, place: places.get(id) ?? 1 };
    return { name: madeName(made, "run"), datanet, base: job.base };
  };
}

export const useDatanetName = (id: string): string => useDatanetNames([id])(id);
export const useModelName = (id: string): MadeNames => useModelNames([id])(id);
