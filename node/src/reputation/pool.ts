import type { PoolReport } from "@assay/sdk/api";
import type { RoutingPolicyDocument } from "@assay/sdk/documents";
import type { Database, Migration } from "../platform/database.ts";
import type { Logger } from "../platform/log.ts";
import type { CatalogModel, StateChange } from "./catalog.ts";
import { rankModels } from "./rankModels.ts";
import type { Reputation } from "./reputation.ts";

export const poolMigration: Migration = {
  id: "gateway-pool-1",
  sql: `CREATE TABLE pool_changes (
    change_id TEXT PRIMARY KEY,
    at INTEGER NOT NULL,
    change TEXT NOT NULL
  ) STRICT`,
};

/** calls by model */
type Calls = ReadonlyMap<string, number>;
type PoolChange = PoolReport["changes"][number];

export interface PoolOptions {
  db: Database;
  policy: RoutingPolicyDocument;
  reputation: Reputation;
  /** calls of the policy's window by model */
  recentCalls(): Promise<Calls>;
  log: Logger;
}

/** Watches what callers of `assay/<datanet>` are routed to, and what each admission or fall does to it. */
export function createPool({ db, policy, reputation, recentCalls, log }: PoolOptions) {
  const { quantile } = reputation;

  /** What each datanet routes to. */
  function routedNow(models: readonly CatalogModel[], calls: Calls): PoolReport["now"] {
    const datanets = Map.groupBy(models, ({ datanetId }) => datanetId);
    return [...datanets].map(([datanetId, own]) => {
      const [best] = rankModels(own, datanetId, "admitted", { policy: { routing: policy.routing }, quantile });
      const sum = own.reduce((total, { id }) => total + (calls.get(id) ?? 0), 0);
      return { datanetId, modelId: best?.model.id ?? null, quality: best?.q05 ?? null, calls: sum };
    });
  }

  /** Mean over the datanets that route at all, weighted by their calls; equally as long as there are none. */
  function qualityOf(now: PoolReport["now"]): number | null {
    const routed = now.flatMap(({ quality, calls }) => (quality === null ? [] : [{ quality, calls }]));
    if (routed.length === 0) return null;
    const total = routed.reduce((sum, { calls }) => sum + calls, 0);
    return routed.reduce(
      (sum, { quality, calls }) => sum + quality * (total === 0 ? 1 / routed.length : calls / total),
      0,
    );
  }

  const isKnown = async (changeId: string): Promise<boolean> =>
    (await db.get("SELECT 1 FROM pool_changes WHERE change_id = ?", changeId)) !== undefined;

  /** Before and after of one change, with everything else as it is now. */
  function measure(
    models: readonly CatalogModel[],
    model: CatalogModel,
    change: StateChange,
    calls: Calls,
  ): PoolChange {
    const asIf = (state: CatalogModel["state"]): number | null =>
      qualityOf(
        routedNow(
          models.map((entry) => (entry.id === model.id ? { ...entry, state } : entry)),
          calls,
        ),
      );
    return {
      at: change.at,
      modelId: model.id,
      datanetId: model.datanetId,
      from: change.from,
      to: change.to,
      roundId: change.roundId ?? null,
      before: asIf(change.from),
      after: asIf(change.to),
    };
  }

  /** Stores a report of a change with its note; false when the change has one. */
  const store = (model: CatalogModel, change: StateChange, report: PoolChange): Promise<boolean> =>
    db.transaction(async (tx) => {
      const { changes } = await tx.run(
        "INSERT INTO pool_changes (change_id, at, change) VALUES (?, ?, ?) ON CONFLICT (change_id) DO NOTHING",
        change.id,
        change.at,
        JSON.stringify(report),
      );
      if (changes === 0) return false;
      if (change.roundId === undefined)
        await reputation.note(tx, model.id, change.to === "SUSPENDED" ? "lapsed" : change.to.toLowerCase());
      return true;
    });

  return {
    /** Reports every change of state that touches the admitted and was not reported yet. */
    async observe(models: readonly CatalogModel[]): Promise<void> {
      for (const model of models) {
        for (const change of model.changes) {
          if (change.from !== "ADMITTED" && change.to !== "ADMITTED") continue;
          if (await isKnown(change.id)) continue;
          const report = measure(models, model, change, await recentCalls());
          if (await store(model, change, report)) log.info("pool_quality", { ...report });
        }
      }
    },
    async report(models: readonly CatalogModel[]): Promise<PoolReport> {
      const now = routedNow(models, await recentCalls());
      const changes = await db.all<{ change: string }>("SELECT change FROM pool_changes ORDER BY at, change_id");
      return { now, quality: qualityOf(now), changes: changes.map(({ change }) => JSON.parse(change) as PoolChange) };
    },
  };
}

export type Pool = ReturnType<typeof createPool>;
