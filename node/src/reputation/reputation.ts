import type { ModelReputation } from "@assay/sdk/api";
import { addEvidence, EMPTY_TALLY, posteriorAt, posteriorMean, posteriorQuantile } from "@assay/sdk/reputation";
import { type Migration, type SyncDatabase, transaction } from "../platform/sqlite.ts";
import type { CatalogModel, FinalRound } from "./catalog.ts";
import { halfLivesOf, type Policy } from "./policy.ts";
import { type Receipt, readReceipt, receiptsSince } from "./receipts.ts";
import { type Counting, createTallies, type LiveCondition, type StoredRating, type Tallies } from "./tallies.ts";

export const reputationMigration: Migration = {
  id: "gateway-reputation-1",
  sql: `CREATE TABLE reputation_rounds (
    round_id TEXT PRIMARY KEY,
    model_id TEXT NOT NULL,
    round TEXT NOT NULL
  ) STRICT;
  CREATE TABLE ratings (
    receipt TEXT PRIMARY KEY,
    right INTEGER NOT NULL,
    at INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    signature TEXT NOT NULL,
    after_receipt INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE reputation_history (
    id INTEGER PRIMARY KEY,
    model_id TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    q05 REAL NOT NULL
  ) STRICT;
  CREATE INDEX reputation_history_model ON reputation_history (model_id, id)`,
};

/** Half-lives after which a receipt is not folded at a start: a hundredth of an item is left. */
const KEPT_HALF_LIVES = 7;
/** Change of the quantile that the history notes by itself. */
const NOTED_CHANGE = 0.01;
const HISTORY_LIMIT = 500;
/** Seconds a quantile is used without fading it again: 2e-5 of a 30-day half-life. */
const CACHE_SECONDS = 60;

export interface Quantile {
  q05: number;
  /** condition it is of; "none" without any evidence */
  weakest: string;
}
type ConditionView = ModelReputation["conditions"][number];

const LIVE: readonly LiveCondition[] = ["served", "schema", "rating"];
const REASONS: Record<Exclude<Receipt["outcome"], "answered">, string> = {
  timeout: "time-out",
  transport: "broken off",
  schema: "output outside the declared labels",
};

/**
 * What this gateway remembers of every model: the rounds' counts per condition and the live calls since. The tables hold
 * evidence, never sums: rounds, receipts and ratings are folded again at every start.
 */
export function createReputation({ db, policy, now }: { db: SyncDatabase; policy: Policy; now: () => number }) {
  const { reputation, live } = policy.document;
  const halfLives = halfLivesOf(policy.document);
  const cache = new Map<string, Quantile & { at: number }>();
  let tallies = fold();

  function storedRounds(): Map<string, { modelId: string; text: string }> {
    type Row = { round_id: string; model_id: string; round: string };
    const rows = db.prepare("SELECT round_id, model_id, round FROM reputation_rounds").all() as Row[];
    return new Map(rows.map((row) => [row.round_id, { modelId: row.model_id, text: row.round }]));
  }

  /** Everything that is stored, in the order it came. */
  function fold(): Tallies {
    const fresh = createTallies(policy.document);
    for (const { modelId, text } of storedRounds().values()) fresh.addRound(modelId, parseRound(text));
    const since = now() - KEPT_HALF_LIVES * Math.max(reputation.passHalfLife, reputation.failureHalfLife);
    const receipts = receiptsSince(db, since);
    const rows = new Map(
      (db.prepare("SELECT rowid, id FROM receipts WHERE at >= ?").all(since) as { rowid: number; id: string }[]).map(
        ({ id, rowid }) => [id, rowid],
      ),
    );
    const byId = new Map(receipts.map((receipt) => [receipt.id, receipt]));
    const ratings = db.prepare("SELECT * FROM ratings ORDER BY rowid").all() as {
      receipt: string;
      right: number;
      at: number;
      linked: number;
      after_receipt: number;
    }[];
    let next = 0;
    const judgeUntil = (rowid: number): void => {
      for (let row = ratings[next]; row !== undefined && row.after_receipt < rowid; row = ratings[++next]) {
        const receipt = byId.get(row.receipt);
        if (receipt !== undefined)
          fresh.addRating(receipt, {
            receipt: row.receipt,
            right: row.right === 1,
            at: row.at,
            linked: row.linked === 1,
          });
      }
    };
    for (const receipt of receipts) {
      judgeUntil(rows.get(receipt.id) ?? 0);
      fresh.addCall(receipt);
    }
    judgeUntil(Number.POSITIVE_INFINITY);
    return fresh;
  }

  function conditionsOf(modelId: string, at: number): ConditionView[] {
    const own = tallies.of(modelId);
    const view = (condition: string, source: "round" | "live", gated: boolean, tally = EMPTY_TALLY): ConditionView => {
      const posterior = posteriorAt(tally, at, reputation.prior, halfLives);
      const q05 = posteriorQuantile(posterior, reputation.quantile);
      return { condition, source, gated, ...posterior, q05, mean: posteriorMean(posterior) };
    };
    const rounds = [...own.rounds].map(([condition, tally]) =>
      view(condition, "round", own.gated.has(condition), tally),
    );
    // A live call is at most as hard as the exam's plain rows, so what they showed is where live conditions begin.
    const seed = own.rounds.get("first") ?? EMPTY_TALLY;
    const lives = LIVE.flatMap((condition) => {
      const tally = own.live.get(condition);
      return tally === undefined ? [] : [view(condition, "live", true, addEvidence(seed, tally, halfLives))];
    });
    return [...rounds, ...lives];
  }

  function weakestOf(conditions: ConditionView[]): Quantile {
    const [weakest] = conditions.filter(({ gated }) => gated).toSorted((a, b) => a.q05 - b.q05);
    if (weakest !== undefined) return { q05: weakest.q05, weakest: weakest.condition };
    return { q05: posteriorQuantile(reputation.prior, reputation.quantile), weakest: "none" };
  }

  /** The quantile of the weakest condition that is gated or live. */
  function quantile(modelId: string): Quantile {
    return quantileWithin(modelId, CACHE_SECONDS);
  }

  function quantileWithin(modelId: string, seconds: number): Quantile {
    const at = now();
    const kept = cache.get(modelId);
    if (kept !== undefined && at - kept.at < seconds) return kept;
    const fresh = { ...weakestOf(conditionsOf(modelId, at)), at };
    cache.set(modelId, fresh);
    return fresh;
  }

  const lastNoted = (modelId: string): number | undefined =>
    (
      db.prepare("SELECT q05 FROM reputation_history WHERE model_id = ? ORDER BY id DESC LIMIT 1").get(modelId) as
        | { q05: number }
        | undefined
    )?.q05;

  function note(modelId: string, reason: string): void {
    db.prepare("INSERT INTO reputation_history (model_id, at, reason, q05) VALUES (?, ?, ?, ?)").run(
      modelId,
      now(),
      reason,
      quantile(modelId).q05,
    );
  }

  function noteChange(modelId: string, reason: string): void {
    const last = lastNoted(modelId);
    if (last === undefined || Math.abs(quantile(modelId).q05 - last) >= NOTED_CHANGE) note(modelId, reason);
  }

  return {
    policy,
    quantile,
    note,
    /** Notes what time alone has changed, and computes the quantile again before a call would have to. */
    noteFading(modelId: string): void {
      quantileWithin(modelId, CACHE_SECONDS / 2);
      if (lastNoted(modelId) !== undefined) noteChange(modelId, "time");
    },

    /** Takes in the final rounds the index shows. One that a reorg took away is forgotten with what it said. */
    learn(models: readonly CatalogModel[]): void {
      const known = storedRounds();
      const found = new Map(
        models.flatMap(({ id, rounds }) => rounds.map((round) => [round.id, { modelId: id, round }] as const)),
      );
      const isStale = ([id, { text }]: [string, { text: string }]): boolean => {
        const entry = found.get(id);
        return entry === undefined || serialiseRound(entry.round) !== text;
      };
      const stale = [...known].filter(isStale).map(([id]) => id);
      const fresh = [...found].filter(([id]) => !known.has(id) || stale.includes(id));
      if (fresh.length + stale.length === 0) return;
      transaction(db, () => {
        for (const id of stale) db.prepare("DELETE FROM reputation_rounds WHERE round_id = ?").run(id);
        for (const [id, { modelId, round }] of fresh)
          db.prepare("INSERT INTO reputation_rounds (round_id, model_id, round) VALUES (?, ?, ?)").run(
            id,
            modelId,
            serialiseRound(round),
          );
        if (stale.length > 0) tallies = fold();
        else for (const [, { modelId, round }] of fresh) tallies.addRound(modelId, round);
        cache.clear();
        for (const [id, { modelId, round }] of fresh)
          note(modelId, `round ${id}: ${round.passed ? "passed" : "failed"}`);
      });
    },

    /** Counts a receipt that has just been stored. */
    observeCall(receipt: Receipt): Counting {
      const counting = tallies.addCall(receipt);
      cache.delete(receipt.modelId);
      if (receipt.outcome === "answered") noteChange(receipt.modelId, "calls");
      else if (counting.weight > 0) note(receipt.modelId, REASONS[receipt.outcome]);
      return counting;
    },

    /** Stores a checked rating and counts it. */
    observeRating(receipt: Receipt, rating: StoredRating & { signature: string }): Counting {
      return transaction(db, () => {
        const { newest } = db.prepare("SELECT MAX(rowid) AS newest FROM receipts").get() as { newest: number | null };
        db.prepare(
          "INSERT INTO ratings (receipt, right, at, linked, signature, after_receipt) VALUES (?, ?, ?, ?, ?, ?)",
        ).run(rating.receipt, Number(rating.right), rating.at, Number(rating.linked), rating.signature, newest ?? 0);
        const counting = tallies.addRating(receipt, rating);
        cache.delete(receipt.modelId);
        if (counting.weight > 0) note(receipt.modelId, `rating: ${rating.right ? "right" : "wrong"}`);
        return counting;
      });
    },

    hasRating: (receipt: string): boolean =>
      db.prepare("SELECT 1 FROM ratings WHERE receipt = ?").get(receipt) !== undefined,

    liveFailures: (modelId: string) => tallies.liveFailures(modelId, now()),
    recordOf: (modelId: string): number => tallies.of(modelId).counted,

    /** Receipts and ratings that count against a model, for a request for re-evaluation. */
    evidenceAgainst(modelId: string): { receipt: Receipt; outcome: string }[] {
      const since = now() - reputation.failureHalfLife;
      const failed = receiptsSince(db, since)
        .filter((receipt) => receipt.modelId === modelId && receipt.outcome !== "answered" && !receipt.linked)
        .map((receipt) => ({ receipt, outcome: receipt.outcome as string }));
      const wrong = db.prepare("SELECT receipt FROM ratings WHERE right = 0 AND linked = 0 AND at >= ?").all(since);
      const judged = (wrong as { receipt: string }[]).flatMap(({ receipt: id }) => {
        const receipt = readReceipt(db, id);
        return receipt?.modelId === modelId && !receipt.linked ? [{ receipt, outcome: "rating" }] : [];
      });
      return [...failed, ...judged];
    },

    /** What the pages show, but for state and requests. */
    view(modelId: string): Pick<ModelReputation, "at" | "q05" | "weakest" | "conditions" | "live" | "history"> {
      const at = now();
      const own = tallies.of(modelId);
      const conditions = conditionsOf(modelId, at);
      const history = db
        .prepare("SELECT at, reason, q05 FROM reputation_history WHERE model_id = ? ORDER BY id DESC LIMIT ?")
        .all(modelId, HISTORY_LIMIT)
        .map((row) => ({ ...row })) as ModelReputation["history"];
      const live = {
        calls: own.calls,
        failures: { ...own.failures },
        ratings: { ...own.ratings },
        counted: own.counted,
        payers: own.payers.size,
        refused: { ...own.refused },
      };
      return { at, ...weakestOf(conditions), conditions, live, history: history.reverse() };
    },
    /** Seconds after a receipt in which its payer may judge it. */
    ratingWindow: live.ratingWindow,
  };
}

export type Reputation = ReturnType<typeof createReputation>;

const serialiseRound = ({ trialMask, ...round }: FinalRound): string =>
  JSON.stringify({ ...round, trialMask: trialMask.toString() });

function parseRound(text: string): FinalRound {
  const round = JSON.parse(text) as Omit<FinalRound, "trialMask"> & { trialMask: string };
  return { ...round, trialMask: BigInt(round.trialMask) };
}
