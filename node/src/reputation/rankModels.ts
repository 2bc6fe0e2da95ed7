import type { RoutingPolicyDocument, Tier } from "@assay/sdk/documents";
import { tierOf } from "@assay/sdk/reputation";
import type { CatalogModel } from "./catalog.ts";

/** What models are ranked by. */
export interface Ranking {
  policy: Pick<RoutingPolicyDocument, "routing">;
  /** 5% quantile of the model's weakest condition, and which that is */
  quantile(modelId: string): { q05: number; weakest: string };
}

/** Models of a datanet that may be routed to, best quantile first; the older one on a tie. */
export function rankModels(
  models: readonly CatalogModel[],
  datanetId: string,
  tier: Tier,
  { policy, quantile }: Ranking,
) {
  return models
    .filter((model) => model.datanetId === datanetId && tierOf(model) === tier)
    .map((model) => ({ model, ...quantile(model.id) }))
    .filter(({ q05 }) => tier !== "admitted" || q05 >= policy.routing.minimumQuantile)
    .toSorted((a, b) => b.q05 - a.q05 || a.model.registeredAt - b.model.registeredAt);
}
