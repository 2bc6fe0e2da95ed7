import { AppError } from "../errors.ts";
import type { CatalogModel } from "./catalog.ts";

/** What a caller asked for and why this model answers: every receipt carries it, so no threshold is invisible. */
export interface Route {
  model: CatalogModel;
  policy: "named-model" | "best-admitted-worst-condition";
  candidates: string[];
  reason: string;
}

const NAMED = /^assay\/model-(\d+)$/;
const DATANET = /^assay\/(\d+)$/;

/** What the `model` field of a request names. @throws AppError unknown_model when it is neither form */
export function parseModelName(name: string): { modelId: string } | { datanetId: string } {
  const named = NAMED.exec(name)?.[1];
  if (named !== undefined) return { modelId: named };
  const datanetId = DATANET.exec(name)?.[1];
  if (datanetId !== undefined) return { datanetId };
  throw new AppError("unknown_model", `model "${name}" must be "assay/model-<id>" or "assay/<datanet id>".`, {
    status: 404,
    field: "model",
  });
}

/** A named model answers if its state allows it: a sandbox model only when the caller opted in. */
export function routeNamed(model: CatalogModel, sandboxOptIn: boolean): Route {
  if (model.state === "SUSPENDED" || model.state === "RETIRED") {
    throw new AppError("model_not_served", `Model ${model.id} is ${model.state.toLowerCase()} and answers no calls.`, {
      status: 409,
      field: "model",
    });
  }
  if (model.state === "SANDBOX" && !sandboxOptIn) {
    throw new AppError(
      "sandbox_opt_in",
      `Model ${model.id} is not admitted; send the header "X-Assay-Sandbox: true" to use it all the same.`,
      { status: 403, field: "model" },
    );
  }
  return {
    model,
    policy: "named-model",
    candidates: [model.id],
    reason: `named by the caller, ${model.state.toLowerCase()}`,
  };
}

/**
 * Chooses among a datanet's admitted models the one whose worst gated condition passed most often; the older one on
 * a tie. A mean is never used: it would hide a collapse.
 */
export function routeAmong(models: CatalogModel[], datanetId: string): Route {
  const candidates = models.filter((model) => model.datanetId === datanetId && model.state === "ADMITTED");
  const ranked = candidates.toSorted((a, b) => share(b) - share(a) || a.registeredAt - b.registeredAt);
  const [model] = ranked;
  if (model === undefined) {
    throw new AppError(
      "no_admitted_model",
      `No model of datanet ${datanetId} is admitted; name one with "assay/model-<id>" and opt in to its sandbox.`,
      {
        status: 404,
        field: "model",
      },
    );
  }
  const worst =
    model.worst === undefined ? "no final round" : `worst condition ${model.worst.passes} of ${model.worst.items}`;
  return { model, policy: "best-admitted-worst-condition", candidates: ranked.map(({ id }) => id), reason: worst };
}

const share = ({ worst }: CatalogModel): number => (worst === undefined ? 0 : worst.passes / worst.items);
