import type { ModelReputation, PublishedPolicy, SandboxReport } from "@assay/sdk/api";
import { tierOf } from "@assay/sdk/reputation";
import type { Hono } from "hono";
import { AppError } from "../platform/errors.ts";
import { readJsonBody } from "../platform/http/app.ts";
import type { SyncDatabase } from "../platform/sqlite.ts";
import type { Catalog } from "./catalog.ts";
import { type Policy, readPolicy } from "./policy.ts";
import type { Pool } from "./pool.ts";
import type { RatingDesk } from "./ratings.ts";
import { readReceipt, receiptDocument } from "./receipts.ts";
import type { Reevaluations } from "./reevaluation.ts";
import type { Reputation } from "./reputation.ts";
import type { Traffic } from "./traffic.ts";

const DAY = 86_400;

export interface ReputationRoutes {
  db: SyncDatabase;
  catalog: Catalog;
  reputation: Reputation;
  traffic: Traffic;
  pool: Pool;
  reevaluations: Reevaluations;
  takeRating: RatingDesk;
}

/** A whole number of a query within bounds. */
function readCount(text: string | undefined, field: string, fallback: number, max: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > max)
    throw new AppError("invalid_field", `${field} must be a whole number from 1 to ${max}.`, { field });
  return value;
}

const published = ({ hash, cid, document }: Policy): PublishedPolicy => ({ hash, cid, policy: document });

/** What a gateway remembers and by which thresholds it routes: all of it public. */
export function addReputationRoutes(app: Hono, options: ReputationRoutes): void {
  const { db, catalog, reputation, traffic, pool, reevaluations, takeRating } = options;
  const { document: policy, hash: policyHash } = reputation.policy;

  app.get("/v1/reputation/:modelId", async (c) => {
    const model = await catalog.get(c.req.param("modelId"));
    const view = reputation.view(model.id);
    const tier = tierOf(model) ?? "closed";
    const wanted = reevaluations.openFor(model.id);
    return c.json<ModelReputation>({
      modelId: model.id,
      state: model.state,
      tier,
      routed: tier === "admitted" && view.q05 >= policy.routing.minimumQuantile,
      ...view,
      reevaluation: wanted === undefined ? null : withoutDocument(wanted),
      policyHash,
    });
  });

  app.get("/v1/policy", (c) => c.json<PublishedPolicy>(published(reputation.policy)));
  app.get("/v1/policy/:hash", (c) => {
    const found = readPolicy(db, c.req.param("hash"));
    if (found === undefined)
      throw new AppError(
        "unknown_policy",
        "This gateway never had a policy of that hash; GET /v1/policy names the one in force.",
        {
          status: 404,
          field: "hash",
        },
      );
    return c.json<PublishedPolicy>(published(found));
  });

  app.get("/v1/pool", async (c) => c.json(pool.report(await catalog.list())));
  app.get("/v1/traffic", (c) =>
    c.json(traffic.report(catalog.now() - readCount(c.req.query("days"), "days", 30, 3_650) * DAY)),
  );
  app.get("/v1/reevaluations", (c) => c.json(reevaluations.report()));

  app.get("/v1/sandbox", async (c) => {
    const { calls, used, allowed } = traffic.sandboxUse();
    const taken = traffic.sandboxModels();
    const models = (await catalog.list()).filter(({ state }) => state === "SANDBOX");
    return c.json<SandboxReport>({
      used,
      allowed,
      ...policy.sandbox,
      calls,
      models: models.map(({ id, publisher }) => {
        const own = taken.get(id);
        return {
          modelId: id,
          publisher,
          calls: own?.calls ?? 0,
          payers: own?.payers ?? 0,
          fees: (own?.fees ?? 0n).toString(),
          q05: reputation.quantile(id).q05,
          record: reputation.recordOf(id),
        };
      }),
    });
  });

  // By id alone, which only the caller learns: a list would let strangers guess short prompts by their hashes.
  app.get("/v1/receipts/:id", (c) => {
    const receipt = readReceipt(db, c.req.param("id"));
    if (receipt === undefined)
      throw new AppError("unknown_receipt", "This gateway has no receipt of that id; answers name theirs.", {
        status: 404,
        field: "id",
      });
    return c.json(receiptDocument(receipt));
  });

  app.post("/v1/ratings", async (c) => {
    const { weight, refused } = await takeRating(await readJsonBody(c));
    return c.json(refused === undefined ? { counted: true, weight } : { counted: false, reason: refused }, 201);
  });
}

function withoutDocument<wanted extends { document: unknown }>({ document: _, ...rest }: wanted) {
  return rest;
}
