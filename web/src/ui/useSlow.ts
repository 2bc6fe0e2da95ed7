import { useEffect, useState } from "react";

/** Nothing waits in silence for longer than this. */
const SLOW_MS = 3_000;

/**
 * True once something has been waited for long enough to say what. A wait of the opening app counts from when the
 * browser began to open it: for whoever waits, one grey page after the other is one wait.
 */
export function useSlow(isOpening: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    const waited = isOpening ? performance.now() : 0;
    const timer = setTimeout(() => setSlow(true), Math.max(0, SLOW_MS - waited));
    return () => clearTimeout(timer);
  }, [isOpening]);
  return isSlow;
}
