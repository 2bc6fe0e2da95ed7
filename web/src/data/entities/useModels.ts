import {
  type Model_Filter,
  ModelDocument,
  type ModelQuery,
  type ModelSummaryFragment,
  ModelsDocument,
  TrustedModelsDocument,
} from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";
import { NEWEST, useGraphPages } from "../pages.ts";

export type ModelSummary = ModelSummaryFragment;
export type ModelRecord = NonNullable<ModelQuery["model"]>;

/** Models that a filter finds, newest first, page by page; `total` where it is known. */
export const useModelPages = (where: Model_Filter, total?: number) =>
  useGraphPages({
    document: ModelsDocument,
    variables: (range: { first: number; before: string }) => ({ ...range, where }),
    list: ({ models }) => models,
    cursor: ({ id }) => id,
    start: NEWEST,
    total,
  });

/** The models that can be trusted most: by state, in each the ones that changed last; and how many there are in all. */
export const useTrustedModels = (first: number) => useGraph(TrustedModelsDocument, { first });

export const useModel = (id: string) => useGraph(ModelDocument, { id });
