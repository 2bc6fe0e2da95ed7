import { useCallback, useRef, useState } from "react";

/** Runs `act` once at a time: what is asked while its promise is pending is ignored. Says whether it is pending. */
export function useOnce<Args extends unknown[]>(act: ((...args: Args) => unknown) | undefined) {
  const isHeld = useRef(false);
  const [isPending, setPending] = useState(false);
  const run = useCallback(
    async (...args: Args): Promise<void> => {
      if (isHeld.current) return;
      const result = act?.(...args);
      if (!(result instanceof Promise)) return;
      isHeld.current = true;
      setPending(true);
      try {
        await result;
      } finally {
        isHeld.current = false;
        setPending(false);
      }
    },
    [act],
  );
  return { run, isPending };
}
