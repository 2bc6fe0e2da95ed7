/** Good answers in a row after which a span is tried larger again. */
const GROW_AFTER = 16;

/** How much is asked for at once: half after a refusal, and slowly more again while all goes well. */
export interface Span {
  readonly size: number;
  /** The provider took it. */
  took(): void;
  /** The provider refused; false when it can't be made smaller. */
  shrink(): boolean;
}

export function createSpan(most: number): Span {
  let size = most;
  let good = 0;
  return {
    get size() {
      return size;
    },
    took() {
      good += 1;
      if (good < GROW_AFTER || size === most) return;
      good = 0;
      size = Math.min(most, size * 2);
    },
    shrink() {
      good = 0;
      if (size === 1) return false;
      size = Math.floor(size / 2);
      return true;
    },
  };
}
