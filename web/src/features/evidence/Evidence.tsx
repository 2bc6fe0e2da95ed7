import type { TranscriptDocument } from "@assay/sdk/documents";
import { useState } from "react";
import { useNameOf } from "../../data/config.ts";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { shortHex } from "../../ui/format.ts";
import { Button, ButtonLink, CidLink, Empty, ErrorNote, QueryView, SelectField, Skeleton } from "../../ui/index.ts";
import { FailingItem } from "./FailingItem.tsx";
import { countedFailures, failingByCondition, fixPath, itemsOf, type SeatTranscript } from "./items.ts";
import { type EvidenceRound, type EvidenceSeat, useDocuments, useEvidenceSources, useItems } from "./useEvidence.ts";
import { useNearestRows } from "./useNearestRows.ts";

const EVERY = "every";
/** Items shown at first: each is a table of its own. */
const SHOWN = 4;

/** What the seats saw: every item that failed, by condition, answers side by side. */
export function Evidence({ roundId }: { roundId: string | undefined }) {
  const sources = useEvidenceSources(roundId);
  if (roundId === undefined)
    return <Empty>No evidence yet. It is published when the judges of a round reveal their results.</Empty>;
  return (
    <QueryView query={sources}>
      {({ round }) => {
        const draws = [...new Set((round?.seats ?? []).filter(hasTranscript).map(({ redraw }) => redraw))];
        if (!round || draws.length === 0)
          return (
            <Empty>
              {round?.closedAt
                ? "No judge revealed a result in this round, so there is nothing to read."
                : "No judge has revealed a result yet. The transcripts are published with the results."}
            </Empty>
          );
        return <RoundEvidence round={round} draws={draws.sort((a, b) => b - a)} />;
      }}
    </QueryView>
  );
}

const hasTranscript = (seat: EvidenceSeat): boolean => seat.transcriptCid !== null;

function RoundEvidence({ round, draws }: { round: EvidenceRound; draws: number[] }) {
  const [draw, setDraw] = useState(draws[0] ?? 0);
  const nameOf = useNameOf();
  const revealed = round.seats.filter((seat) => hasTranscript(seat) && seat.redraw === draw);
  const documents = useDocuments<TranscriptDocument>(revealed.map(({ transcriptCid }) => transcriptCid ?? ""));
  const seats = revealed.flatMap((seat, i): SeatTranscript[] => {
    const transcript = documents[i]?.data;
    const who = nameOf(seat.evaluator.id) ?? shortHex(seat.evaluator.id);
    return transcript ? [{ seat: seat.seat, redraw: seat.redraw, name: `Seat ${seat.seat}, ${who}`, transcript }] : [];
  });
  const failed = documents.flatMap(({ error }) => (error ? [error] : []));
  return (
    <div className="stack">
      {draws.length > 1 && (
        <SelectField
          label="Draw"
          value={String(draw)}
          onChange={(id) => setDraw(Number(id))}
          options={draws.map((one) => ({ id: String(one), label: one === 0 ? "first draw" : `redraw ${one}` }))}
        />
      )}
      <p className="small muted row">
        {revealed.map((seat) => (
          <span key={seat.seat} className="row">
            Seat {seat.seat}: transcript {seat.transcriptCid && <CidLink cid={seat.transcriptCid} />}
            {seat.reportCid && (
              <>
                report <CidLink cid={seat.reportCid} />
              </>
            )}
          </span>
        ))}
      </p>
      {failed.map((error) => (
        <ErrorNote key={error.message} error={error} />
      ))}
      {seats.length > 0 ? (
        <Failing round={round} seats={seats} />
      ) : (
        failed.length === 0 && <Skeleton lines={8} label="Reading the transcripts" />
      )}
    </div>
  );
}

function Failing({ round, seats }: { round: EvidenceRound; seats: SeatTranscript[] }) {
  const [picked, setPicked] = useState<string>();
  const [all, setAll] = useState(false);
  const published = useItems(round.batch?.itemsCid);
  const nearest = useNearestRows(round);
  const counts = failingByCondition(seats);
  const worst = counts.toSorted((a, b) => b.failing - a.failing)[0];
  const chosen = picked ?? worst?.condition ?? EVERY;
  const items = itemsOf(seats, chosen === EVERY ? undefined : chosen);
  const failing = items.filter(({ failedSeats }) => failedSeats > 0);
  const choose = (id: string) => {
    setPicked(id);
    setAll(false);
  };
  return (
    <>
      <SelectField
        label="Condition"
        value={chosen}
        onChange={choose}
        options={[
          { id: EVERY, label: "Every condition" },
          ...counts.map(({ condition, failing, total }) => ({
            id: condition,
            label: `${conditionLabel(condition)}: ${failing} of ${total} items failed`,
          })),
        ]}
      />
      {failing.length === 0 ? (
        <Empty>All {items.length} items passed all their trials here, for every judge.</Empty>
      ) : (
        <>
          <div className="spread">
            <p>
              <strong>{failing.length}</strong> of {items.length} items failed for at least one judge
              {chosen === EVERY ? "." : `; ${countedFailures(items, seats.length)} count.`}{" "}
              <span className="muted">
                {chosen !== EVERY && "What counts is the middle judge. "}The worst items come first.
              </span>
            </p>
            <ButtonLink
              to={fixPath(
                round.model.id,
                round.id,
                failing.map(({ slot }) => slot),
              )}
            >
              {failing.length === 1 ? "Fix it in the studio" : `Fix all ${failing.length} in the studio`}
            </ButtonLink>
          </div>
          {failing.slice(0, all ? undefined : SHOWN).map((item) => (
            <FailingItem
              key={item.slot}
              round={round}
              item={item}
              seats={seats}
              published={published.get(item.slot)}
              nearest={nearest}
            />
          ))}
          {failing.length > SHOWN && !all && (
            <div>
              <Button onPress={() => setAll(true)}>Show all {failing.length}</Button>
            </div>
          )}
        </>
      )}
    </>
  );
}
