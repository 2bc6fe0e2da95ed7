import type { ModelReputation } from "@assay/sdk/api";
import { addEvidence, EMPTY_TALLY, posteriorAt, posteriorMean, posteriorQuantile } from "@assay/sdk/reputation";
import type { Database } from "../platform/database.ts";
import type { CatalogModel } from "./catalog.ts";
import { halfLivesOf, type Policy } from "./policy.ts";
import { addReceipt, type Receipt } from "./receipts.ts";
import * as store from "./reputationStore.ts";
import { type Counting, createTallies, type LiveCondition, type Tallies } from "./tallies.ts";

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
 * evidence, never sums: rounds, receipts and ratings are folded at every start, and after it each is counted in memory
 * as it is stored. Asking for a quantile reads memory only.
 */
export async function createReputation({ db, policy, now }: { db: Database; policy: Policy; now: () => number }) {
  const { reputation, live } = policy.document;
  const halfLives = halfLivesOf(policy.document);
  const cache = new Map<string, Quantile & { at: number }>();
  let tallies = await db.transaction(fold);

  /** Everything that is stored, in the order it came. */
  async function fold(tx: Database): Promise<Tallies> {
    const since = now() - KEPT_HALF_LIVES * Math.max(reputation.passHalfLife, reputation.failureHalfLife);
    const rounds = await store.readRounds(tx);
    const evidence = await store.liveEvidenceSince(tx, since);
    const fresh = createTallies(policy.document);
    for (const { modelId, text } of rounds) fresh.addRound(modelId, store.parseRound(text));
    for (const { receipt, rating } of evidence)
      if (rating === undefined) fresh.addCall(receipt);
      else fresh.addRating(receipt, rating);
    return fresh;
  }

  async function foldAgain(tx: Database): Promise<void> {
    tallies = await fold(tx);
    cache.clear();
  }

  /**
   * Stores evidence and counts it in one transaction. Transactions run one after the other, so memory counts in the
   * order of the store; when one fails, memory goes back to what is stored.
   */
  async function keep<T>(work: (tx: Database) => Promise<T>): Promise<T> {
    try {
      return await db.transaction(work);
    } catch (error) {
      await db.transaction(foldAgain).catch((cause: unknown) => {
        throw new AggregateError([error, cause], "Evidence could not be stored, nor the stored evidence read again.");
      });
      throw error;
    }
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

  const note = (tx: Database, modelId: string, reason: string): Promise<void> =>
    store.addNote(tx, modelId, { at: now(), reason, q05: quantile(modelId).q05 });

  const isNews = (modelId: string, last: number): boolean => Math.abs(quantile(modelId).q05 - last) >= NOTED_CHANGE;

  async function noteCall(tx: Database, { modelId, outcome }: Receipt, { weight }: Counting): Promise<void> {
    if (outcome !== "answered") {
      if (weight > 0) await note(tx, modelId, REASONS[outcome]);
      return;
    }
    const last = await store.lastNoted(tx, modelId);
    if (last === undefined || isNews(modelId, last)) await note(tx, modelId, "calls");
  }

  return {
    policy,
    quantile,
    note,
    /** Notes what time alone has changed, and computes the quantile again before a call would have to. */
    async noteFading(modelId: string): Promise<void> {
      quantileWithin(modelId, CACHE_SECONDS / 2);
      await db.transaction(async (tx) => {
        const last = await store.lastNoted(tx, modelId);
        if (last !== undefined && isNews(modelId, last)) await note(tx, modelId, "time");
      });
    },

    /** Takes in the final rounds the index shows. One that a reorg took away is forgotten with what it said. */
    async learn(models: readonly CatalogModel[]): Promise<void> {
      const found = new Map(
        models.flatMap(({ id: modelId, rounds }) =>
          rounds.map((round) => [round.id, { modelId, round, text: store.serialiseRound(round) }] as const),
        ),
      );
      await keep(async (tx) => {
        const known = await store.readRounds(tx);
        const stale = known.filter(({ id, text }) => found.get(id)?.text !== text).map(({ id }) => id);
        const ids = new Set(known.map(({ id }) => id));
        const fresh = [...found].filter(([id]) => !ids.has(id) || stale.includes(id));
        if (fresh.length + stale.length === 0) return;
        for (const id of stale) await store.dropRound(tx, id);
        for (const [id, { modelId, text }] of fresh) await store.addRound(tx, { id, modelId, text });
        if (stale.length > 0) tallies = await fold(tx);
        else for (const [, { modelId, round }] of fresh) tallies.addRound(modelId, round);
        cache.clear();
        for (const [id, { modelId, round }] of fresh)
          await note(tx, modelId, `round ${id}: ${round.passed ? "passed" : "failed"}`);
      });
    },

    /** Stores a call's receipt with what `alongside` stores, or nothing, and counts it. */
    addCall: (receipt: Receipt, alongside?: (tx: Database) => Promise<void>): Promise<Counting> =>
      keep(async (tx) => {
        await alongside?.(tx);
        await addReceipt(tx, receipt);
        const counting = tallies.addCall(receipt);
        cache.delete(receipt.modelId);
        await noteCall(tx, receipt, counting);
        return counting;
      }),

    /** Stores a checked rating and counts it; undefined when the receipt has one, which stands. */
    addRating: (receipt: Receipt, rating: store.SignedStoredRating): Promise<Counting | undefined> =>
      keep(async (tx) => {
        if (!(await store.addRating(tx, rating))) return undefined;
        const counting = tallies.addRating(receipt, rating);
        cache.delete(receipt.modelId);
        if (counting.weight > 0) await note(tx, receipt.modelId, `rating: ${rating.right ? "right" : "wrong"}`);
        return counting;
      }),

    hasRating: (receipt: string): Promise<boolean> => store.hasRating(db, receipt),

    liveFailures: (modelId: string) => tallies.liveFailures(modelId, now()),
    recordOf: (modelId: string): number => tallies.of(modelId).counted,

    /** How a model stands and what counts against it, both of one moment, for a request for re-evaluation. */
    caseAgainst: (modelId: string) =>
      // Nothing is counted while a transaction runs, so the figures are of exactly this evidence.
      db.transaction(async (tx) => {
        const evidence = await store.evidenceAgainst(tx, modelId, now() - reputation.failureHalfLife);
        const at = now();
        const conditions = conditionsOf(modelId, at);
        return { at, ...weakestOf(conditions), conditions, ...tallies.liveFailures(modelId, at), evidence };
      }),

    /** What the pages show, but for state and requests. */
    async view(
      modelId: string,
    ): Promise<Pick<ModelReputation, "at" | "q05" | "weakest" | "conditions" | "live" | "history">> {
      const history = await store.readNotes(db, modelId, HISTORY_LIMIT);
      const at = now();
      const own = tallies.of(modelId);
      const conditions = conditionsOf(modelId, at);
      const live = {
        calls: own.calls,
        failures: { ...own.failures },
        ratings: { ...own.ratings },
        counted: own.counted,
        payers: own.payers.size,
        refused: { ...own.refused },
      };
      return { at, ...weakestOf(conditions), conditions, live, history };
    },
    /** Seconds after a receipt in which its payer may judge it. */
    ratingWindow: live.ratingWindow,
  };
}

export type Reputation = Awaited<ReturnType<typeof createReputation>>;
