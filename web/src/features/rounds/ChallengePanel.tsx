import { useState } from "react";
import { useSearchParams } from "react-router";
import { conditionLabel } from "../../data/entities/conditions.ts";
import { useLacks } from "../../data/wallet/useWallet.ts";
import { asy, duration } from "../../ui/format.ts";
import { Amount, ErrorNote, SelectField, Skeleton, TextField, useNow } from "../../ui/index.ts";
import { useTranscript } from "../evidence/index.ts";
import { WriteAction } from "../wallet/index.ts";
import { challengeBlock, challengesEnd } from "./challengeable.ts";
import { latestDrawn } from "./SeatTable.tsx";
import { useChallenge } from "./useChallenge.ts";
import type { RoundRecord } from "./useRounds.ts";
import { nameOfSeat } from "./words.ts";

/** Have a jury run one trial again: which one, what it costs, and what keeps it from being asked. */
export function ChallengePanel({ round }: { round: RoundRecord }) {
  const [params] = useSearchParams();
  const seats = (latestDrawn(round)?.seats ?? []).filter((one) => one.transcriptCid !== null);
  const [seatId, setSeatId] = useState(
    seats.find((one) => String(one.seat) === params.get("seat"))?.id ?? seats[0]?.id,
  );
  const [slotText, setSlotText] = useState(params.get("slot") ?? "0");
  const [position, setPosition] = useState(params.get("position") ?? "0");
  const lacks = useLacks();
  const now = useNow() / 1000;
  const write = useChallenge(round.id);
  const seat = seats.find((one) => one.id === seatId) ?? seats[0];
  const transcript = useTranscript(seat?.transcriptCid);
  const slot = /^\d{1,5}$/.test(slotText.trim()) ? Number(slotText) : undefined;
  const item = transcript.data?.items.find((one) => one.slot === slot);
  const trial = item?.trials.find((one) => String(one.position) === position);
  const leaf = { slot: slot ?? -1, position: Number(position) };
  const bond = BigInt(round.paramSet.challengeBond);
  const block = challengeBlock({ round, seat, leaf, challenges: round.challenges }, now);
  const end = challengesEnd({ round });
  if (seats.length === 0) return null;
  return (
    <section className="panel" aria-label="Challenge a trial">
      <h3>Challenge a trial</h3>
      <p className="small muted">
        Jurors, drawn by stake, run the model on the same prompt. If the model gives a different answer, the seat is
        convicted: you get half of its unit and half of your bond; the other half pays the jurors. If it gives the same
        answer, your bond of <Amount wei={bond} /> goes to the jurors and the seat. Without a majority you get all of it
        back.
        {round.closedAt === null && round.commitsClosedAt !== null && end > now && (
          <> You can challenge for {duration(end - now)} more at most.</>
        )}
      </p>
      <div className="fields-3">
        <SelectField
          label="Seat"
          value={seat?.id ?? null}
          onChange={setSeatId}
          options={seats.map((one) => ({ id: one.id, label: nameOfSeat(one) }))}
        />
        <TextField
          label="Item"
          value={slotText}
          onChange={setSlotText}
          inputMode="decimal"
          error={slot === undefined ? "Write the item's number, such as 4." : undefined}
        />
        <SelectField
          label="Trial"
          value={trial ? position : null}
          onChange={setPosition}
          options={(item?.trials ?? []).map((one) => ({
            id: String(one.position),
            label: `${one.position}: ${conditionLabel(one.condition)}${one.variant ? `, ${one.variant}` : ""}`,
          }))}
        />
      </div>
      {transcript.error && <ErrorNote error={transcript.error} retry={() => transcript.refetch()} />}
      {!transcript.data && !transcript.error && <Skeleton lines={1} label="Reading the transcript" />}
      {trial && (
        <p className="small">
          <span className="muted">The seat says the model answered</span> {trial.answer || "(empty)"}
        </p>
      )}
      <WriteAction
        label={`Challenge for ${asy(bond)}`}
        variant="danger"
        write={write}
        onPress={() =>
          seat?.transcriptCid &&
          transcript.data &&
          write.run({
            ...leaf,
            seat: seat.seat,
            transcript: transcript.data,
            transcriptCid: seat.transcriptCid,
          })
        }
        blocks={[
          block,
          slot === undefined && "The item is not a number.",
          transcript.data !== undefined && !trial && "This seat's transcript does not have this trial.",
          transcript.data === undefined && "The seat's transcript is still loading.",
          lacks(bond) && "This account holds less than the bond.",
        ]}
      />
    </section>
  );
}
