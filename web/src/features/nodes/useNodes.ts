import { useWatched } from "../../data/live/useLive.ts";
import { evaluator, portal } from "../../data/services.ts";

/** Each role of this stack and how it answers. */
export const useHealth = () =>
  useWatched({ queryKey: ["portal", "health"], path: "/health", ask: (signal) => portal.health({}, { signal }) });

const askDuties = (signal: AbortSignal) => evaluator.duties({}, { signal });
const waitingOf = ({ waiting }: Awaited<ReturnType<typeof askDuties>>) => waiting;

/** Duties of this stack's evaluators whose transactions are late or stuck. */
export const useWaitingDuties = () =>
  useWatched({
    queryKey: ["evaluator", "duties"],
    path: "/api/evaluator/duties",
    ask: askDuties,
    select: waitingOf,
  });
