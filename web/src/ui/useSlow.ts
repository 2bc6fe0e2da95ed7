import { useEffect, useState } from "react";

/** Nothing waits in silence for longer than this. */
const SLOW_MS = 3_000;

/** True once something has been waited for long enough to say what; `key` starts the wait again. */
export function useSlow(key: unknown = "", afterMs = SLOW_MS): boolean {
  const [slow, setSlow] = useState<unknown>();
  useEffect(() => {
    const timer = setTimeout(() => setSlow({ key }), afterMs);
    return () => clearTimeout(timer);
  }, [key, afterMs]);
  return typeof slow === "object" && slow !== null && (slow as { key: unknown }).key === key;
}
