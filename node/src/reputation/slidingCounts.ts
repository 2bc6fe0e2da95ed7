/** Expired events that are kept before the list is cut. */
const COMPACT_AT = 10_000;

/** Counts by key over a moving window; cheap to ask, because routing asks on every call. */
export function createSlidingCounts(windowSeconds: number) {
  const events: { key: string; at: number }[] = [];
  /** events before this position have left the window */
  let first = 0;
  const counts = new Map<string, number>();

  function expire(now: number): void {
    for (let event = events[first]; event !== undefined && event.at <= now - windowSeconds; event = events[++first])
      counts.set(event.key, (counts.get(event.key) ?? 0) - 1);
    if (first < COMPACT_AT) return;
    events.splice(0, first);
    first = 0;
  }

  return {
    add(key: string, at: number): void {
      events.push({ key, at });
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    /** Calls of each key in the window that ends now; keys without any may be missing or 0. */
    at(now: number): ReadonlyMap<string, number> {
      expire(now);
      return counts;
    },
  };
}
