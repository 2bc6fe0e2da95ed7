import { useQuery } from "@tanstack/react-query";
import { evaluator, trainer } from "../../data/services.ts";

const REFRESH_MS = 5000;

/** How many jobs train and how many seats evaluate right now; zero while a role is away. */
export function useRunning(): { training: number; seats: number } {
  const jobs = useQuery({
    queryKey: ["trainer", "jobs", "running"],
    refetchInterval: REFRESH_MS,
    queryFn: () => trainer.jobs(),
  });
  const seats = useQuery({
    queryKey: ["evaluator", "seats", "running"],
    refetchInterval: REFRESH_MS,
    queryFn: () => evaluator.seats(),
  });
  return {
    training: (jobs.data ?? []).filter((job) => job.state === "running").length,
    seats: seats.data?.seats.length ?? 0,
  };
}
