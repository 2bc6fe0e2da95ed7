import type { ChainHealth } from "@assay/sdk/api";
import type { ChainStep } from "./step.ts";
import type { BlockPointer } from "./types.ts";

/** A question that takes longer than this is told as a reason to wait, milliseconds. */
const SLOW_MS = 5_000;
/** A role that waits for the chain longer than this is not well, milliseconds. */
const PATIENCE_MS = 60_000;

/** What /health says about the chain. */
export interface Watch {
  asks(): void;
  sawHead(number: number): void;
  sawBest(number: number): void;
  /** The chain is shorter than it was: its newest block is this one. */
  wasRewound(head: number): void;
  saw(step: ChainStep, handled: BlockPointer | undefined): void;
  /** The newest handled block; the step that led to it is over only when its user has stored it. */
  handled(block: BlockPointer & { readonly timestamp?: bigint }): void;
  health(): ChainHealth;
  /** False when the chain is another one, or when it could not be read for a minute. */
  isWell(): boolean;
}

export function createWatch(host: () => string): Watch {
  let head: number | undefined;
  let best = 0;
  let last: { number: number; timestamp: number | null } | undefined;
  let reason: string | undefined;
  let isLost = false;
  let waitingSince: number | undefined;
  let askedAt: number | undefined;

  const silence = (): number => (askedAt === undefined ? 0 : Date.now() - askedAt);
  const waited = (): number => Math.max(silence(), waitingSince === undefined ? 0 : Date.now() - waitingSince);
  const isSilent = (): boolean => silence() > SLOW_MS;

  return {
    asks() {
      askedAt = Date.now();
    },
    sawHead(number) {
      head = number;
      best = Math.max(best, number);
    },
    sawBest(number) {
      best = Math.max(best, number);
    },
    wasRewound(number) {
      best = number;
    },
    saw(step, handled) {
      askedAt = undefined;
      isLost = step.kind === "lost";
      reason = step.kind === "wait" || step.kind === "lost" ? step.reason : undefined;
      waitingSince = reason === undefined ? undefined : (waitingSince ?? Date.now());
      if (handled !== undefined && handled.number !== last?.number) last = { number: handled.number, timestamp: null };
    },
    handled({ number, timestamp }) {
      last = { number, timestamp: timestamp === undefined ? null : Number(timestamp) };
    },
    health() {
      const seconds = Math.floor(waited() / 1_000);
      const why = isSilent() ? `The RPC ${host()} has not answered for ${Math.floor(silence() / 1_000)} s.` : reason;
      return {
        rpc: host(),
        head: head ?? null,
        lag: Math.max(0, best - (last?.number ?? -1)),
        block: last ?? null,
        ...(why === undefined ? {} : { reason: why, waiting: seconds }),
      };
    },
    isWell: () => !isLost && waited() < PATIENCE_MS,
  };
}
