import { useState } from "react";
import { useNameOf } from "../../app/config.ts";
import { shortHex } from "../../ui/format.ts";
import { CidLink, Empty, QueryView, SelectField } from "../../ui/index.ts";
import { conditionLabel } from "./conditions.ts";
import { ItemList } from "./ItemList.tsx";
import { useEvidenceSources, useItems, useTranscript } from "./useEvidence.ts";

const EVERY = "every";

/** What the seats saw: items that failed, by condition, answers side by side. */
export function Evidence({ roundId }: { roundId: string | undefined }) {
  const sources = useEvidenceSources(roundId);
  if (roundId === undefined) return <Empty>No evidence yet: it is published when a round's seats reveal.</Empty>;
  return (
    <QueryView query={sources}>
      {(data) => {
        const seats = (data.round?.seats ?? [])
          .filter((seat) => seat.transcriptCid !== null)
          .toSorted((a, b) => b.redraw - a.redraw || a.seat - b.seat);
        if (seats.length === 0)
          return <Empty>No seat has revealed yet. Transcripts are pinned from the reveal on.</Empty>;
        return <SeatEvidence seats={seats} itemsCid={data.round?.batch?.itemsCid} />;
      }}
    </QueryView>
  );
}

interface Seat {
  redraw: number;
  seat: number;
  transcriptCid: string | null;
  reportCid: string | null;
  evaluator: { id: string };
}

const keyOf = (seat: Seat | undefined): string => `${seat?.redraw ?? 0}-${seat?.seat ?? 0}`;

function SeatEvidence({ seats, itemsCid }: { seats: Seat[]; itemsCid: string | null | undefined }) {
  const [chosen, setChosen] = useState(keyOf(seats[0]));
  const [condition, setCondition] = useState(EVERY);
  const nameOf = useNameOf();
  const seat = seats.find((one) => keyOf(one) === chosen) ?? seats[0];
  const transcript = useTranscript(seat?.transcriptCid);
  const items = useItems(itemsCid);
  const conditions = [
    ...new Set((transcript.data?.items ?? []).flatMap((item) => item.trials.map((trial) => trial.condition))),
  ];
  return (
    <div className="stack">
      <div className="fields-3">
        <SelectField
          label="Seat"
          value={chosen}
          onChange={setChosen}
          options={seats.map((one) => ({
            id: keyOf(one),
            label: `Seat ${one.seat}${one.redraw === 0 ? "" : ` of redraw ${one.redraw}`}, ${nameOf(one.evaluator.id) ?? shortHex(one.evaluator.id)}`,
          }))}
        />
        <SelectField
          label="Condition"
          value={condition}
          onChange={setCondition}
          options={[
            { id: EVERY, label: "every condition" },
            ...conditions.map((id) => ({ id, label: conditionLabel(id) })),
          ]}
        />
      </div>
      {seat && (
        <p className="small muted">
          {seat.transcriptCid && (
            <>
              Transcript <CidLink cid={seat.transcriptCid} />
            </>
          )}{" "}
          {seat.reportCid && (
            <>
              Report <CidLink cid={seat.reportCid} />
            </>
          )}
        </p>
      )}
      <QueryView query={transcript} lines={8}>
        {(data) => <ItemList transcript={data} condition={condition === EVERY ? undefined : condition} items={items} />}
      </QueryView>
    </div>
  );
}
