import type { Database } from "../platform/database.ts";

/** `open` until drawn, `drawn` until keys are posted, `keyed` until it ends, `ended` until its batch is retired. */
export type RoundState = "open" | "drawn" | "keyed" | "ended" | "closed";

export interface StoredRound {
  roundId: bigint;
  state: RoundState;
  /** epoch in which it was opened; it is drawn by the seed of a later one */
  epoch: number;
  /** how often it was opened again on the same batch */
  redraw: number;
  datanetId: bigint | undefined;
  version: number | undefined;
  batchId: number | undefined;
  /** staker numbers, primaries first, then reserves */
  stakerIds: number[];
}

/** The part of RoundDrawn that releasing keys needs. */
export interface Draw {
  roundId: bigint;
  datanetId: bigint;
  version: number;
  batchId: number;
  stakerIds: readonly number[];
}

interface RoundCells {
  round_id: string;
  state: RoundState;
  epoch: number;
  redraw: number;
  datanet_id: string | null;
  version: number | null;
  batch_id: number | null;
  seats: string | null;
}

function toRound(row: RoundCells): StoredRound {
  return {
    roundId: BigInt(row.round_id),
    state: row.state,
    epoch: row.epoch,
    redraw: row.redraw,
    datanetId: row.datanet_id === null ? undefined : BigInt(row.datanet_id),
    version: row.version ?? undefined,
    batchId: row.batch_id ?? undefined,
    stakerIds: row.seats === null ? [] : (JSON.parse(row.seats) as number[]),
  };
}

/** Rounds as the custodian follows them. Every write may be repeated. */
export function createRoundStore(db: Database) {
  return {
    async add(roundId: bigint, epoch: number): Promise<void> {
      await db.run(
        "INSERT INTO rounds (round_id, state, epoch, redraw) VALUES (?, 'open', ?, 0) ON CONFLICT (round_id) DO NOTHING",
        roundId.toString(),
        epoch,
      );
    },
    /** The round lacked results: its batch is drawn for again. A reopening seen twice changes nothing. */
    async reopen(roundId: bigint, redraw: number, epoch: number): Promise<void> {
      await db.run(
        "UPDATE rounds SET state = 'open', redraw = ?1, epoch = ?2 WHERE round_id = ?3 AND redraw < ?1",
        redraw,
        epoch,
        roundId.toString(),
      );
    },
    async draw({ roundId, datanetId, version, batchId, stakerIds }: Draw): Promise<void> {
      await db.run(
        "UPDATE rounds SET state = 'drawn', datanet_id = ?, version = ?, batch_id = ?, seats = ? WHERE round_id = ? AND state = 'open'",
        datanetId.toString(),
        version,
        batchId,
        JSON.stringify(stakerIds),
        roundId.toString(),
      );
    },
    /** Moves a round on from one of `from`; a round further on stays where it is. */
    async move(roundId: bigint, from: RoundState[], to: RoundState): Promise<void> {
      await db.run(
        `UPDATE rounds SET state = ? WHERE round_id = ? AND state IN (${from.map(() => "?").join(", ")})`,
        to,
        roundId.toString(),
        ...from,
      );
    },
    async in(state: RoundState): Promise<StoredRound[]> {
      return (await db.all<RoundCells>("SELECT * FROM rounds WHERE state = ?", state)).map(toRound);
    },
  };
}

export type RoundStore = ReturnType<typeof createRoundStore>;
