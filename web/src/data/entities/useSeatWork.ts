import { useWatched } from "../live/useLive.ts";
import { evaluator } from "../services.ts";

const ask = (signal: AbortSignal) => evaluator.seats({}, { signal });
const seatsOf = ({ seats }: Awaited<ReturnType<typeof ask>>) => seats;

/** Seats being worked on right now by the evaluators this portal runs. */
export const useSeatWork = () =>
  useWatched({ queryKey: ["evaluator", "seats"], path: "/api/evaluator/seats", ask, select: seatsOf });
