import { useSyncExternalStore } from "react";

/** The width below which the frame becomes a column; `phone.css` has the same. */
const NARROW = "(max-width: 860px)";

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia(NARROW);
  media.addEventListener("change", changed);
  return () => media.removeEventListener("change", changed);
}

/** Whether the page is as narrow as a phone. */
export const useIsPhone = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches);
