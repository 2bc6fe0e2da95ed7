import { useWatched } from "../live/useLive.ts";

/** What an evaluator of this stack says of a seat it holds. */
export interface SeatWork {
  roundId: string;
  seat: number;
  stage: string;
  percentage: number;
  secondsLeft?: number;
}

/** Seats being worked on right now by the evaluators this portal runs. */
export const useSeatWork = () =>
  useWatched<{ seats: SeatWork[] }, SeatWork[]>({
    queryKey: ["evaluator", "seats"],
    path: "/api/evaluator/seats",
    select: seatsOf,
  });

const seatsOf = ({ seats }: { seats: SeatWork[] }): SeatWork[] => seats;
