import type { Route } from "./route.ts";

/** How long a quote's choice stands, milliseconds: long enough to sign a voucher by hand. */
const STANDS_MS = 120_000;
/** Quotes kept at most; the oldest goes first. */
const LIMIT = 10_000;

/**
 * A voucher names the model it pays for, so who asks for `assay/<datanet>` must learn the choice before it pays. The
 * choice of a quote is kept for the next call that pays for that model, even if another would be chosen by then.
 */
export function createQuotes(clock: () => number = () => performance.now()) {
  const kept = new Map<string, { route: Route; until: number }>();
  const keyOf = (datanetId: string, modelId: string): string => `${datanetId}:${modelId}`;
  return {
    keep(datanetId: string, route: Route): void {
      const key = keyOf(datanetId, route.model.id);
      kept.delete(key);
      kept.set(key, { route, until: clock() + STANDS_MS });
      const oldest = kept.keys().next().value;
      if (kept.size > LIMIT && oldest !== undefined) kept.delete(oldest);
    },
    /** The quoted choice of this model, while it stands. */
    find(datanetId: string, modelId: string): Route | undefined {
      const found = kept.get(keyOf(datanetId, modelId));
      if (found === undefined || found.until <= clock()) return undefined;
      return found.route;
    },
  };
}

export type Quotes = ReturnType<typeof createQuotes>;
