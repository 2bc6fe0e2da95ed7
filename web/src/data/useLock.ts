import { useCallback, useRef } from "react";

/** No double click takes longer. */
const DOUBLE_CLICK_MS = 600;

/**
 * Lets one piece of work run at a time: a call while it runs, or in the time of a double click after it began, does
 * nothing. Every signature and every submit of the app passes through one.
 */
export function useLock() {
  const isHeld = useRef(false);
  return useCallback(async <Result>(work: () => Promise<Result>): Promise<Result | undefined> => {
    if (isHeld.current) return undefined;
    isHeld.current = true;
    const began = performance.now();
    try {
      return await work();
    } finally {
      const left = DOUBLE_CLICK_MS - (performance.now() - began);
      setTimeout(
        () => {
          isHeld.current = false;
        },
        Math.max(0, left),
      );
    }
  }, []);
}
