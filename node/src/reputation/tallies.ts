import type { RoutingPolicyDocument } from "@assay/sdk/documents";
import { TRIAL_LAYOUT } from "@assay/sdk/hashing";
import {
  addEvidence,
  type Counted,
  EMPTY_TALLY,
  fade,
  feeWeight,
  ratingWeights,
  roomLeft,
  type Tally,
} from "@assay/sdk/reputation";
import type { FinalRound } from "./catalog.ts";
import { halfLivesOf } from "./policy.ts";
import type { Receipt } from "./receipts.ts";

/** Checked on live calls: answered in time, inside the declared labels, right by its payer's rating. */
export type LiveCondition = "served" | "schema" | "rating";
type Kind = "passes" | "failures";

/** A payer's signed judgement of a receipt. */
export interface StoredRating {
  receipt: string;
  right: boolean;
  at: number;
  /** the payer had a role in the datanet's models when it judged */
  linked: boolean;
}

/** What became of a piece of evidence: its weight, and why nothing of it counted. */
export interface Counting {
  weight: number;
  refused?: "linked" | "capped" | "unpaid";
}

/** What the reputation has of one model; times in unix seconds, weights in items. */
export interface ModelTallies {
  rounds: Map<string, Tally>;
  gated: Set<string>;
  live: Map<LiveCondition, Tally>;
  calls: number;
  failures: { timeout: number; transport: number; schema: number };
  ratings: { right: number; wrong: number };
  counted: number;
  payers: Set<string>;
  refused: { linked: number; capped: number; unpaid: number };
  /** when each payer's evidence last counted against the model */
  against: Map<string, number>;
}

interface Own extends ModelTallies {
  gatedBy: number;
  /** what of a payer counted, by payer, condition and kind */
  spent: Map<string, Counted[]>;
  /** answered calls of a payer it has not judged */
  silent: Map<string, { id: string; at: number }[]>;
}

const ranIn = (round: FinalRound, first: number, count: number): boolean =>
  ((round.trialMask >> BigInt(first)) & ((1n << BigInt(count)) - 1n)) !== 0n;

/**
 * Folds evidence into tallies. Everything is a function of rounds, receipts and ratings in their order, so a restart that
 * folds what is stored comes to the same tallies.
 */
export function createTallies(policy: RoutingPolicyDocument) {
  const halfLives = halfLivesOf(policy);
  const { live } = policy;
  const rules = { payerCap: live.payerCap, windowSeconds: live.window };
  const feeUnit = BigInt(live.feeUnit);
  const models = new Map<string, Own>();

  function of(modelId: string): Own {
    const known = models.get(modelId);
    if (known !== undefined) return known;
    const fresh: Own = {
      rounds: new Map(),
      gated: new Set(),
      live: new Map(),
      calls: 0,
      failures: { timeout: 0, transport: 0, schema: 0 },
      ratings: { right: 0, wrong: 0 },
      counted: 0,
      payers: new Set(),
      refused: { linked: 0, capped: 0, unpaid: 0 },
      against: new Map(),
      gatedBy: Number.NEGATIVE_INFINITY,
      spent: new Map(),
      silent: new Map(),
    };
    models.set(modelId, fresh);
    return fresh;
  }

  function spentBy(own: Own, payer: string, condition: LiveCondition, kind: Kind): Counted[] {
    const key = `${payer}:${condition}:${kind}`;
    const list = own.spent.get(key) ?? [];
    own.spent.set(key, list);
    return list;
  }

  function add(own: Own, payer: string, condition: LiveCondition, at: number, found: Record<Kind, number>): number {
    for (const kind of ["passes", "failures"] as const)
      if (found[kind] > 0) spentBy(own, payer, condition, kind).push({ at, weight: found[kind] });
    own.live.set(condition, addEvidence(own.live.get(condition) ?? EMPTY_TALLY, { ...found, at }, halfLives));
    if (found.failures > 0) own.against.set(payer, at);
    const weight = found.passes + found.failures;
    own.counted += weight;
    if (weight > 0) own.payers.add(payer);
    return weight;
  }

  function refuse(own: Own, refused: NonNullable<Counting["refused"]>): Counting {
    own.refused[refused]++;
    return { weight: 0, refused };
  }

  /** One call's weight for one condition, within what its payer has left. */
  function addOne(own: Own, receipt: Receipt, condition: LiveCondition, kind: Kind, weight: number): number {
    const { payer, createdAt: at } = receipt;
    const counted = Math.min(weight, roomLeft(spentBy(own, payer, condition, kind), at, rules));
    return counted === 0 ? 0 : add(own, payer, condition, at, { passes: 0, failures: 0, [kind]: counted });
  }

  return {
    of: (modelId: string): ModelTallies => of(modelId),
    modelIds: (): string[] => [...models.keys()],

    /** The newest round says which conditions are gated; the counts of every round are kept and fade. */
    addRound(modelId: string, round: FinalRound): void {
      const own = of(modelId);
      for (const { condition, first, count, lane } of TRIAL_LAYOUT) {
        if (!ranIn(round, first, count)) continue;
        const passes = round.lanes[lane] ?? 0;
        const found = { passes, failures: round.items - passes, at: round.at };
        own.rounds.set(condition, addEvidence(own.rounds.get(condition) ?? EMPTY_TALLY, found, halfLives));
      }
      if (round.at < own.gatedBy) return;
      own.gatedBy = round.at;
      own.gated = new Set(
        TRIAL_LAYOUT.filter(({ lane }) => ((round.gatedLanes >> lane) & 1) === 1).map(({ condition }) => condition),
      );
    },

    addCall(receipt: Receipt): Counting {
      const own = of(receipt.modelId);
      const { outcome, payer } = receipt;
      own.calls++;
      if (outcome !== "answered") own.failures[outcome]++;
      if (receipt.linked) return refuse(own, "linked");
      const weight = feeWeight(receipt.offeredFee, feeUnit);
      if (weight === 0) return refuse(own, "unpaid");
      const broken = outcome === "timeout" || outcome === "transport";
      let counted = addOne(own, receipt, "served", broken ? "failures" : "passes", weight);
      if (receipt.labelled && !broken)
        counted += addOne(own, receipt, "schema", outcome === "schema" ? "failures" : "passes", weight);
      if (outcome === "answered") {
        const recent = (own.silent.get(payer) ?? []).filter(({ at }) => at > receipt.createdAt - live.window);
        own.silent.set(payer, [...recent, { id: receipt.id, at: receipt.createdAt }]);
      }
      return counted === 0 ? refuse(own, "capped") : { weight: counted };
    },

    addRating(receipt: Receipt, rating: StoredRating): Counting {
      const own = of(receipt.modelId);
      const { payer } = receipt;
      own.ratings[rating.right ? "right" : "wrong"]++;
      if (receipt.linked || rating.linked) return refuse(own, "linked");
      const weight = feeWeight(receipt.offeredFee, feeUnit);
      if (weight === 0) return refuse(own, "unpaid");
      const since = rating.at - live.window;
      const silent = (own.silent.get(payer) ?? []).filter(({ id, at }) => id !== receipt.id && at > since);
      const room = {
        passes: roomLeft(spentBy(own, payer, "rating", "passes"), rating.at, rules),
        failures: roomLeft(spentBy(own, payer, "rating", "failures"), rating.at, rules),
      };
      own.silent.set(payer, []);
      const found = ratingWeights({ right: rating.right, weight, silent: silent.length, room });
      if (found.passes + found.failures === 0) return refuse(own, "capped");
      return { weight: add(own, payer, "rating", rating.at, found) };
    },

    /**
     * Weight of live failures as of `at`, and the payers they came from: those who failed since the last final round and
     * whose failures have not faded by half. What a round has answered does not ask for another.
     */
    liveFailures(modelId: string, at: number): { failures: number; payers: number } {
      const own = of(modelId);
      const failures = [...own.live.values()].reduce((sum, tally) => sum + fade(tally, at, halfLives).failures, 0);
      const payers = [...own.against.values()].filter(
        (last) => last > own.gatedBy && at - last < halfLives.failureSeconds,
      ).length;
      return { failures, payers };
    },
  };
}

export type Tallies = ReturnType<typeof createTallies>;
