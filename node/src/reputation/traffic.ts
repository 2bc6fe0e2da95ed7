import type { TrafficReport } from "@assay/sdk/api";
import type { RoutingPolicyDocument, RoutingRule, Tier } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import type { Database } from "../platform/database.ts";
import { type Receipt, receiptsSince } from "./receipts.ts";
import { createSlidingCounts } from "./slidingCounts.ts";

const DAY = 86_400;

type Finished = Pick<Receipt, "tier" | "rule" | "modelId" | "createdAt">;

/** A call that was let in and is being answered. */
interface Running {
  modelId: string;
  tier: Tier;
  rule: RoutingRule;
}

interface ReportRow {
  model_id: string;
  tier: Tier;
  rule: RoutingRule;
  outcome: string;
  fee_amount: string;
  serving_amount: string;
}

/** What of the sandbox tier is taken in the last day. */
export interface SandboxUse {
  calls: number;
  used: number;
  allowed: number;
}

const BPS = 10_000;

/**
 * Counts calls by tier and keeps the caps. Finished calls are counted from their receipts, also after a restart, and
 * running ones until they end, so neither a restart nor many calls at once get past a cap.
 */
export async function createTraffic({
  db,
  policy,
  now,
}: {
  db: Database;
  policy: RoutingPolicyDocument;
  now: () => number;
}) {
  const running = new Set<Running>();
  const { sandbox, routing, live } = policy;
  const tiers = createSlidingCounts(DAY);
  /** by model and rule; calls that named their model are not routed */
  const routedCalls = createSlidingCounts(live.window);
  const record = ({ tier, rule, modelId, createdAt }: Finished): void => {
    tiers.add(tier, createdAt);
    if (rule !== "named-model") routedCalls.add(`${modelId}:${rule}`, createdAt);
  };
  for (const receipt of await receiptsSince(db, now() - Math.max(DAY, live.window))) record(receipt);

  function sandboxUse(): SandboxUse {
    const counted = tiers.at(now());
    const of = (tier: Tier): number =>
      (counted.get(tier) ?? 0) + [...running].filter((call) => call.tier === tier).length;
    const used = of("sandbox");
    const calls = used + of("admitted") + of("probation");
    const share = Math.floor((calls * sandbox.shareBps) / BPS);
    return { calls, used, allowed: Math.min(sandbox.perDay, Math.max(sandbox.freeCalls, share)) };
  }

  /** Calls routed among the given models within the window, and how many of them explored each model. */
  function routed(modelIds: ReadonlySet<string>): { total: number; explored: Map<string, number> } {
    const counted = routedCalls.at(now());
    const explored = new Map<string, number>();
    let total = 0;
    for (const modelId of modelIds) {
      const best = counted.get(`${modelId}:best-quantile`) ?? 0;
      const tried = counted.get(`${modelId}:probation-exploration`) ?? 0;
      total += best + tried;
      if (tried > 0) explored.set(modelId, tried);
    }
    for (const { modelId, rule } of running) {
      if (rule === "named-model" || !modelIds.has(modelId)) continue;
      total++;
      if (rule === "probation-exploration") explored.set(modelId, (explored.get(modelId) ?? 0) + 1);
    }
    return { total, explored };
  }

  /** Whether one more exploring call among these models keeps the bound. */
  function mayExplore(modelIds: ReadonlySet<string>): boolean {
    const { total, explored } = routed(modelIds);
    const taken = [...explored.values()].reduce((sum, calls) => sum + calls, 0);
    return (taken + 1) * BPS <= routing.explorationBps * (total + 1);
  }

  return {
    sandboxUse,
    /** Counts a call whose receipt has been stored. */
    record,
    explored: (modelIds: ReadonlySet<string>): ReadonlyMap<string, number> => routed(modelIds).explored,
    mayExplore,
    /**
     * Lets a call in, or refuses it in one sentence when its tier is full. It counts in memory and at once: calls that
     * come in together must not all see the same free place. The call counts until `leave`, by when its
     * receipt counts instead. `peers` are the models of its datanet.
     */
    enter(call: Running, peers: ReadonlySet<string>): { leave(): void } {
      if (call.tier === "sandbox") {
        const { used, allowed } = sandboxUse();
        if (used >= allowed)
          throw new AssayError(
            `The sandbox tier has taken the ${allowed} calls it may take in a day; try later or name an admitted model.`,
            { code: "sandbox_full", status: 429, field: "model" },
          );
      }
      if (call.rule === "probation-exploration" && !mayExplore(peers))
        throw new AssayError(
          "The share of calls that explore models on probation is used up since this quote; ask GET /v1/quote again.",
          { code: "quote_outdated", status: 409, field: "model" },
        );
      running.add(call);
      return { leave: () => void running.delete(call) };
    },

    /** Calls and fees by model and tier since a time. */
    async report(since: number): Promise<TrafficReport> {
      const rows = await db.all<ReportRow>(
        "SELECT model_id, tier, rule, outcome, fee_amount, serving_amount FROM receipts WHERE at >= ?",
        since,
      );
      const groups = Map.groupBy(rows, ({ model_id, tier }) => `${model_id}:${tier}`);
      const sum = (own: ReportRow[], field: "fee_amount" | "serving_amount"): string =>
        own.reduce((total, row) => total + BigInt(row[field]), 0n).toString();
      const models = [...groups.values()].flatMap((own) => {
        const [first] = own;
        if (first === undefined) return [];
        return {
          modelId: first.model_id,
          tier: first.tier,
          calls: own.length,
          failures: own.filter(({ outcome }) => outcome !== "answered").length,
          fees: sum(own, "fee_amount"),
          serving: sum(own, "serving_amount"),
          explored: own.filter(({ rule }) => rule === "probation-exploration").length,
          share: own.length / rows.length,
        };
      });
      return { since, calls: rows.length, fees: sum(rows, "fee_amount"), models };
    },

    /** Calls of the last window, by model. */
    async recentCalls(): Promise<Map<string, number>> {
      const rows = await db.all<{ model_id: string; calls: number }>(
        "SELECT model_id, COUNT(*) AS calls FROM receipts WHERE at > ? GROUP BY model_id",
        now() - live.window,
      );
      return new Map(rows.map(({ model_id, calls }) => [model_id, calls]));
    },

    /** Sandbox calls of the last day by model: how many, by how many payers without a role, and their fees. */
    async sandboxModels(): Promise<Map<string, { calls: number; payers: number; fees: bigint }>> {
      const rows = await db.all<{ model_id: string; payer: string; linked: number; fee_amount: string }>(
        "SELECT model_id, payer, linked, fee_amount FROM receipts WHERE at > ? AND tier = 'sandbox'",
        now() - DAY,
      );
      const groups = Map.groupBy(rows, ({ model_id }) => model_id);
      return new Map(
        [...groups].map(([modelId, own]) => [
          modelId,
          {
            calls: own.length,
            payers: new Set(own.filter(({ linked }) => linked === 0).map(({ payer }) => payer)).size,
            fees: own.reduce((total, row) => total + BigInt(row.fee_amount), 0n),
          },
        ]),
      );
    },
  };
}

export type Traffic = Awaited<ReturnType<typeof createTraffic>>;
