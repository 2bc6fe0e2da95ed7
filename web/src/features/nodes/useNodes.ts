import { useWatched } from "../../data/live/useLive.ts";
import { portal } from "../../data/services.ts";

/** Each role of this stack and how it answers. */
export const useHealth = () =>
  useWatched({ queryKey: ["portal", "health"], path: "/health", ask: (signal) => portal.health({}, { signal }) });
