import { Empty, Section } from "../../ui/index.ts";
import { AccountLink } from "../names/index.ts";
import { DrawWhy } from "./DrawWhy.tsx";
import { latestDrawn, SeatTable } from "./SeatTable.tsx";
import type { DrawRecord, RoundRecord } from "./useRounds.ts";

/** The seats that count, the draw that is awaited, and the draws that brought too few results. */
export function Draws({ round }: { round: RoundRecord }) {
  const latest = latestDrawn(round);
  const awaited = round.closedAt ? undefined : round.draws.find((draw) => draw.epoch === null);
  const earlier = round.draws.filter((draw) => draw !== latest && draw.epoch !== null).toReversed();
  return (
    <>
      <Section
        title="Seats"
        note={`Drawn by stake, with the seed of a stake epoch that began after the opening. Each judge asks the same unseen items with its own seed. What counts is the middle of the judges' counts, the lower on a tie. Reserves step in for missing judges; ${round.quorum} results are needed.`}
      >
        {awaited && (
          <Empty>
            {awaited.redraw === 0 ? "No seat is drawn yet." : "There were too few results, so seats are drawn again."}{" "}
            The first stake epoch after {awaited.openEpoch} whose seed is known draws them. <Barred draw={awaited} />
          </Empty>
        )}
        {!awaited && !latest && <Empty>The round ended before its seats were drawn.</Empty>}
        {latest && (
          <>
            {!awaited && <Barred draw={latest} />}
            <SeatTable round={round} draw={latest} />
            <DrawWhy round={round} draw={latest} />
          </>
        )}
      </Section>
      {earlier.length > 0 && (
        <Section
          title="Earlier draws"
          note="Each brought too few results. An evaluator that was at fault is not drawn again."
        >
          {earlier.map((draw) => (
            <details key={draw.id}>
              <summary>
                {draw.redraw === 0 ? "First draw" : `Redraw ${draw.redraw}`}, with the seed of stake epoch {draw.epoch}:{" "}
                {draw.seats.filter((seat) => seat.root !== null && seat.state !== "CONVICTED").length} of the{" "}
                {round.quorum} results needed
              </summary>
              <div className="stack">
                <SeatTable round={round} draw={draw} />
                <DrawWhy round={round} draw={draw} />
              </div>
            </details>
          ))}
        </Section>
      )}
    </>
  );
}

/** Who could not be drawn, because of what it did in an earlier draw. */
function Barred({ draw }: { draw: DrawRecord }) {
  if (draw.barred.length === 0) return null;
  return (
    <span className="small muted row">
      Not drawn this time:
      {draw.barred.map((address) => (
        <AccountLink key={address} address={address} />
      ))}
    </span>
  );
}
