import { useEffect, useState } from "react";

/** Nothing waits in silence for longer than this. */
const SLOW_MS = 3_000;

interface Wait {
  /** what is waited for: another one starts the wait again */
  of?: unknown;
  /**
   * A wait of the opening app counts from when the browser began to open it: for whoever waits, one grey page after the
   * other is one wait.
   */
  isOpening?: boolean;
  /** when it is long, milliseconds */
  afterMs?: number | undefined;
}

/** True once something has been waited for long enough to say what. */
export function useSlow({ of, isOpening = false, afterMs = SLOW_MS }: Wait): boolean {
  const [slow, setSlow] = useState<{ of: unknown }>();
  useEffect(() => {
    const waited = isOpening ? performance.now() : 0;
    const timer = setTimeout(() => setSlow({ of }), Math.max(0, afterMs - waited));
    return () => clearTimeout(timer);
  }, [of, isOpening, afterMs]);
  return slow !== undefined && slow.of === of;
}
