import { useConfig } from "../data/config.ts";
import { useRuns } from "../data/entities/useRuns.ts";
import { useLabels } from "../data/labels.ts";
import { useDatanetNames, useDirectory, useModelNames, useRunNames } from "../data/names.ts";
import type { Named } from "./matches.ts";

/** Newest models whose names are read for the search: each is a small document. */
const NEWEST = 200;

/** Everything the search knows by name: datanets, models, runs, accounts. */
export function useNamed(): Named[] {
  const directory = useDirectory().data;
  const datanets = [...(directory?.datanets.keys() ?? [])];
  const models = [...(directory?.models.keys() ?? [])].slice(-NEWEST);
  const datanetName = useDatanetNames(datanets);
  const modelName = useModelNames(models);
  const runName = useRunNames();
  const runs = useRuns().data ?? [];
  const { names } = useConfig();
  const accounts = Object.entries({ ...names, ...useLabels() });
  return [
    ...datanets.map((id) => ({ kind: "datanet", id, name: datanetName(id), to: `/datanets/${id}` })),
    ...models.map((id) => ({ kind: "model", id, name: modelName(id).name, to: `/models/${id}` })),
    ...runs.map(({ id }) => ({ kind: "run", id: id.slice(0, 10), name: runName(id).name, to: `/runs/${id}` })),
    ...accounts.map(([address, name]) => ({ kind: "account", id: address, name, to: `/address/${address}` })),
  ];
}
