import {
  ModelDocument,
  type ModelQuery,
  type ModelSummaryFragment,
  ModelsDocument,
  RecentModelsDocument,
} from "@assay/sdk/graph";
import { useGraph } from "../graph.ts";
import { useGraphPages } from "../pages.ts";

export type ModelSummary = ModelSummaryFragment;
export type ModelRecord = NonNullable<ModelQuery["model"]>;

/** Every model, newest first, page by page. */
export const useModelPages = () =>
  useGraphPages({
    document: ModelsDocument,
    variables: (range) => range,
    list: ({ models }) => models,
    cursor: ({ id }) => id,
  });

/** The models that changed last, to be ordered by how far they can be trusted. */
export const useRecentModels = () => useGraph(RecentModelsDocument, {});

export const useModel = (id: string) => useGraph(ModelDocument, { id });
