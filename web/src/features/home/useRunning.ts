import { useRuns } from "../../data/entities/useRuns.ts";
import { useSeatWork } from "../../data/entities/useSeatWork.ts";

/** How many jobs train and how many seats evaluate right now; zero while a role is away. */
export function useRunning(): { training: number; seats: number } {
  const jobs = useRuns();
  const seats = useSeatWork();
  return {
    training: (jobs.data ?? []).filter((job) => job.state === "running").length,
    seats: seats.data?.length ?? 0,
  };
}
