import type { RoutingRule, Tier } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { tierOf } from "@assay/sdk/reputation";
import type { CatalogModel } from "../../reputation/catalog.ts";
import { type Ranking, rankModels } from "../../reputation/rankModels.ts";

/** What a caller asked for and why this model answers: every receipt carries it, so no threshold is invisible. */
export interface Route {
  model: CatalogModel;
  tier: Tier;
  rule: RoutingRule;
  /** every model that was looked at, best first */
  candidates: { modelId: string; q05: number }[];
  reason: string;
}

/** What routing knows beside the chain. */
export interface RouteContext extends Ranking {
  /** calls that explored each model lately */
  explored(modelIds: ReadonlySet<string>): ReadonlyMap<string, number>;
  mayExplore(modelIds: ReadonlySet<string>): boolean;
}

const NAMED = /^assay\/model-(\d+)$/;
const DATANET = /^assay\/(\d+)$/;

/** What the `model` field of a request names. @throws AssayError unknown_model when it is neither form */
export function parseModelName(name: string): { modelId: string } | { datanetId: string } {
  const named = NAMED.exec(name)?.[1];
  if (named !== undefined) return { modelId: named };
  const datanetId = DATANET.exec(name)?.[1];
  if (datanetId !== undefined) return { datanetId };
  throw new AssayError(`model "${name}" must be "assay/model-<id>" or "assay/<datanet id>".`, {
    code: "unknown_model",
    status: 404,
    field: "model",
  });
}

const inWords = ({ q05, weakest }: { q05: number; weakest: string }): string =>
  weakest === "none" ? "no evidence yet" : `${weakest} ${q05.toFixed(3)} at the 5% quantile`;

/** A named model answers if its state allows it: a sandbox model only when the caller opted in. */
export function routeNamed(model: CatalogModel, sandboxOptIn: boolean, context: RouteContext): Route {
  const tier = tierOf(model);
  if (tier === undefined) {
    throw new AssayError(`Model ${model.id} is ${model.state.toLowerCase()} and answers no calls.`, {
      code: "model_not_served",
      status: 409,
      field: "model",
    });
  }
  if (tier === "sandbox" && !sandboxOptIn) {
    throw new AssayError(
      `Model ${model.id} is not admitted; send the header "X-Assay-Sandbox: true" to use it all the same.`,
      { code: "sandbox_opt_in", status: 403, field: "model" },
    );
  }
  const known = context.quantile(model.id);
  return {
    model,
    tier,
    rule: "named-model",
    candidates: [{ modelId: model.id, q05: known.q05 }],
    reason: `named by the caller, ${model.state.toLowerCase()}, ${inWords(known)}`,
  };
}

/**
 * Chooses among a datanet's admitted models the one whose weakest condition has the best 5% quantile. A mean is never
 * used: it would hide a collapse. A bounded share of the calls goes to models on probation, the least explored first, so
 * that they can earn a record; never to one that is suspended, retired or in the sandbox.
 */
export function routeAmong(models: readonly CatalogModel[], datanetId: string, context: RouteContext): Route {
  const ranked = rankModels(models, datanetId, "admitted", context);
  const onProbation = rankModels(models, datanetId, "probation", context);
  const candidates = [...ranked, ...onProbation].map(({ model, q05 }) => ({ modelId: model.id, q05 }));
  const peers = new Set(models.filter((model) => model.datanetId === datanetId).map(({ id }) => id));
  const [best] = ranked;
  if (best === undefined) {
    const isAnyAdmitted = models.some((model) => model.datanetId === datanetId && model.state === "ADMITTED");
    throw new AssayError(
      isAnyAdmitted
        ? `No admitted model of datanet ${datanetId} is above the routing threshold of ${context.policy.routing.minimumQuantile}; name one with "assay/model-<id>".`
        : `No model of datanet ${datanetId} is admitted; name one with "assay/model-<id>" and opt in to its sandbox.`,
      { code: "no_admitted_model", status: 404, field: "model" },
    );
  }
  if (onProbation.length > 0 && context.mayExplore(peers)) {
    const explored = context.explored(peers);
    const times = (modelId: string): number => explored.get(modelId) ?? 0;
    const [next] = onProbation.toSorted((a, b) => times(a.model.id) - times(b.model.id));
    if (next !== undefined)
      return {
        model: next.model,
        tier: "probation",
        rule: "probation-exploration",
        candidates,
        reason: `explores a model on probation within ${context.policy.routing.explorationBps / 100}% of calls, ${inWords(next)}`,
      };
  }
  return {
    model: best.model,
    tier: "admitted",
    rule: "best-quantile",
    candidates,
    reason: `best of ${ranked.length}, ${inWords(best)}`,
  };
}
