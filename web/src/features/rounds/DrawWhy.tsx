import { useState } from "react";
import { count } from "../../ui/format.ts";
import { Badge, Button, ErrorNote, HashText, Skeleton, Table, TxLink } from "../../ui/index.ts";
import { useAccountColumn } from "../names/index.ts";
import type { Pick } from "./draw.ts";
import { type DrawCheck, useDrawCheck } from "./useDrawCheck.ts";
import type { DrawRecord, RoundRecord } from "./useRounds.ts";

/** Why these seats: seed, units, and the same draw once more in the page. */
export function DrawWhy({ round, draw }: { round: RoundRecord; draw: DrawRecord }) {
  const [asked, setAsked] = useState(false);
  const check = useDrawCheck(round.id, draw, asked);
  return (
    <section
      className="panel"
      aria-label={draw.redraw === 0 ? "Why these seats" : `Why the seats of redraw ${draw.redraw}`}
    >
      <div className="spread">
        <h3>Why these seats</h3>
        {check.data ? (
          <Outcome check={check.data} seats={draw.seats.length} />
        ) : (
          !check.error && (
            <Button onPress={() => setAsked(true)} isDisabled={asked}>
              Draw again here
            </Button>
          )
        )}
      </div>
      <p className="small muted">
        All units at stake stand in a line, by the number of their staker. The hash of the seed and the seat's number
        points at one of them, and its owner gets the seat. Seed <HashTextOf draw={draw} /> of stake epoch {draw.epoch}
        {draw.drawnTx && (
          <>
            , drawn by <TxLink hash={draw.drawnTx} />
          </>
        )}
        . Nobody knew the seed while stake could still change.
      </p>
      {check.error ? (
        <ErrorNote
          error={
            new Error(
              `The draw can't be repeated here: ${check.error.message} That needs a node that still has the state of block ${draw.drawnBlock}.`,
            )
          }
        />
      ) : (
        asked && !check.data && <Skeleton lines={3} label="Reading the stake at that block" />
      )}
      {check.data && <Picks check={check.data} />}
    </section>
  );
}

const HashTextOf = ({ draw }: { draw: DrawRecord }) => (draw.seed ? <HashText hash={draw.seed} /> : null);

function Outcome({ check, seats }: { check: DrawCheck; seats: number }) {
  if (!check.isSeedRight) return <Badge tone="bad">the seed is not that of its epoch</Badge>;
  return check.isDrawRight ? (
    <Badge tone="good">{`all ${seats} seats drawn again, the same`}</Badge>
  ) : (
    <Badge tone="bad">drawn again, with different seats</Badge>
  );
}

function Picks({ check }: { check: DrawCheck }) {
  const accountColumn = useAccountColumn();
  const account = (stakerId: number) => check.stakers.find((staker) => staker.stakerId === stakerId)?.account ?? "";
  const share = (pick: Pick) => Number(((100 * (pick.to - pick.from)) / Math.max(1, check.total)).toFixed(1));
  return (
    <Table<Pick>
      label="What the seed points at"
      rows={check.picks}
      rowKey={(pick) => String(pick.seat)}
      columns={[
        { key: "seat", label: "Seat", value: (pick) => pick.seat, cell: (pick) => `seat ${pick.seat}` },
        accountColumn((pick) => account(pick.stakerId), { key: "who", label: "Owner of the unit" }),
        {
          key: "unit",
          label: "Points at unit",
          num: true,
          wide: true,
          value: (pick) => pick.unit,
          cell: (pick) => (
            <>
              {count(pick.unit)} <span className="muted">of {count(check.total)}</span>
            </>
          ),
        },
        {
          key: "interval",
          label: "Units of the owner",
          num: true,
          wide: true,
          value: (pick) => pick.from,
          csv: (pick) => `${pick.from} to ${pick.to - 1}`,
          cell: (pick) => `${count(pick.from)} to ${count(pick.to - 1)}`,
        },
        {
          key: "chance",
          label: "Share of stake",
          num: true,
          wide: true,
          value: share,
          cell: (pick) => `${share(pick)}%`,
        },
        {
          key: "tries",
          label: "Tries",
          help: "A try that points at a locked unit, or at an evaluator that can't be drawn, is made again.",
          num: true,
          wide: true,
          value: (pick) => pick.attempt + 1,
        },
      ]}
    />
  );
}
