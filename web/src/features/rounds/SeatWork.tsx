import { useSeatWork } from "../../data/entities/useSeatWork.ts";
import { duration } from "../../ui/format.ts";
import { ErrorNote, Progress, Section, Skeleton } from "../../ui/index.ts";

/** How far the evaluators of this stack are, seat by seat. */
export function SeatWork({ roundId }: { roundId: string }) {
  const query = useSeatWork();
  const mine = (query.data ?? []).filter((work) => work.roundId === roundId).sort((a, b) => a.seat - b.seat);
  if (query.error) return <ErrorNote error={query.error} retry={() => query.refetch()} />;
  if (!query.data) return <Skeleton lines={3} />;
  if (mine.length === 0) return null;
  return (
    <Section title="At work now">
      <div className="panel">
        {mine.map((work) => (
          <Progress
            key={work.seat}
            label={`Seat ${work.seat}: ${work.stage}`}
            value={work.percentage / 100}
            note={`${Math.round(work.percentage)}%${work.secondsLeft === undefined ? "" : `, about ${duration(work.secondsLeft)} left`}`}
          />
        ))}
      </div>
    </Section>
  );
}
