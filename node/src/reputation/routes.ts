import { type PublishedPolicy, reputationRoutes } from "@assay/sdk/api";
import { AssayError } from "@assay/sdk/errors";
import { tierOf } from "@assay/sdk/reputation";
import type { Hono } from "hono";
import type { Database } from "../platform/database.ts";
import { serveRoutes } from "../platform/http/route.ts";
import type { Catalog } from "./catalog.ts";
import { type Policy, readPolicy } from "./policy.ts";
import type { Pool } from "./pool.ts";
import type { RatingDesk } from "./ratings.ts";
import { readReceipt, receiptDocument } from "./receipts.ts";
import type { Reevaluations } from "./reevaluation.ts";
import type { Reputation } from "./reputation.ts";
import type { Traffic } from "./traffic.ts";

const DAY = 86_400;
/** Days of traffic that are shown where a caller names none. */
const TRAFFIC_DAYS = 30;

export interface ReputationRoutes {
  db: Database;
  catalog: Catalog;
  reputation: Reputation;
  traffic: Traffic;
  pool: Pool;
  reevaluations: Reevaluations;
  takeRating: RatingDesk;
}

const published = ({ hash, cid, document }: Policy): PublishedPolicy => ({ hash, cid, policy: document });

/** What a gateway remembers and by which thresholds it routes: all of it public. */
export function addReputationRoutes(app: Hono, options: ReputationRoutes): void {
  const { db, catalog, reputation, traffic, pool, reevaluations, takeRating } = options;
  const { document: policy, hash: policyHash } = reputation.policy;

  serveRoutes(app, reputationRoutes, {
    async reputation({ params }) {
      const model = await catalog.get(params.modelId);
      const view = await reputation.view(model.id);
      const tier = tierOf(model) ?? "closed";
      const wanted = await reevaluations.openFor(model.id);
      return {
        modelId: model.id,
        state: model.state,
        tier,
        routed: tier === "admitted" && view.q05 >= policy.routing.minimumQuantile,
        ...view,
        reevaluation: wanted === undefined ? null : withoutDocument(wanted),
        policyHash,
      };
    },

    policy: () => published(reputation.policy),
    async policyByHash({ params }) {
      const found = await readPolicy(db, params.hash);
      if (found === undefined)
        throw new AssayError("This gateway never had a policy of that hash; GET /v1/policy names the one in force.", {
          code: "unknown_policy",
          status: 404,
          field: "hash",
        });
      return published(found);
    },

    pool: async () => pool.report(await catalog.list()),
    traffic: ({ query: { days = TRAFFIC_DAYS } }) => traffic.report(catalog.now() - days * DAY),
    reevaluations: () => reevaluations.report(),

    async sandbox() {
      const { calls, used, allowed } = traffic.sandboxUse();
      const taken = await traffic.sandboxModels();
      const models = (await catalog.list()).filter(({ state }) => state === "SANDBOX");
      return {
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
      };
    },

    // By id alone, which only the caller learns: a list would let strangers guess short prompts by their hashes.
    async receipt({ params }) {
      const receipt = await readReceipt(db, params.id);
      if (receipt === undefined)
        throw new AssayError("This gateway has no receipt of that id; answers name theirs.", {
          code: "unknown_receipt",
          status: 404,
          field: "id",
        });
      return receiptDocument(receipt);
    },

    async rate({ body }) {
      const { weight, refused } = await takeRating(body);
      return refused === undefined ? { counted: true, weight } : { counted: false, reason: refused };
    },
  });
}

function withoutDocument<wanted extends { document: unknown }>({ document: _, ...rest }: wanted) {
  return rest;
}
