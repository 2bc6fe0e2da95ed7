import type { Address, Hex } from "viem";
import type { Database, Migration } from "../../platform/database.ts";
import { writtenMigration } from "../../platform/written.ts";
import { type Cells, createDutyList } from "./dutyList.ts";

export const dutiesMigrations: readonly Migration[] = [
  {
    id: "evaluator-duties-1",
    sql: `
  CREATE TABLE published (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, evaluator TEXT NOT NULL, root TEXT NOT NULL, lanes TEXT NOT NULL,
    cid TEXT NOT NULL, tx TEXT NOT NULL, PRIMARY KEY (round_id, seat)
  ) STRICT;
  CREATE TABLE demands (
    round_id TEXT NOT NULL, seat INTEGER NOT NULL, slot INTEGER NOT NULL, position INTEGER NOT NULL,
    demander TEXT NOT NULL, deadline INTEGER NOT NULL, state TEXT NOT NULL, tx TEXT,
    PRIMARY KEY (round_id, seat, slot, position)
  ) STRICT;
  CREATE TABLE audit_posts (
    round_id TEXT NOT NULL, auditor INTEGER NOT NULL, PRIMARY KEY (round_id, auditor)
  ) STRICT;
  CREATE TABLE challenges (
    challenge_id TEXT PRIMARY KEY, round_id TEXT NOT NULL, seat INTEGER NOT NULL, slot INTEGER NOT NULL,
    position INTEGER NOT NULL, leaf TEXT NOT NULL, challenger TEXT NOT NULL, case_id TEXT NOT NULL, end INTEGER
  ) STRICT;
  CREATE TABLE cases (
    case_id TEXT PRIMARY KEY, client TEXT NOT NULL, evidence_cid TEXT NOT NULL, state TEXT NOT NULL, jurors TEXT NOT NULL
  ) STRICT;
  CREATE TABLE faults (
    announcement TEXT PRIMARY KEY, round_id TEXT NOT NULL, seat INTEGER NOT NULL, prover TEXT NOT NULL,
    claimable_from INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE duties (key TEXT PRIMARY KEY, round_id TEXT NOT NULL, state TEXT NOT NULL, detail TEXT NOT NULL) STRICT;`,
  },
  writtenMigration("evaluator-duties-2", "duties"),
];

/** A revealed result and where its transcript should lie. */
export interface Published {
  roundId: bigint;
  seat: number;
  evaluator: Address;
  root: Hex;
  lanes: bigint;
  cid: string;
  /** transaction of the reveal: its data holds the root's two children */
  tx: Hex;
}

/** One trial of one seat. */
export interface Leaf {
  roundId: bigint;
  seat: number;
  slot: number;
  position: number;
}

export interface Demand extends Leaf {
  demander: Address;
  /** unix seconds */
  deadline: number;
  state: "open" | "answered" | "over";
  /** transaction of the answer */
  tx: Hex | undefined;
}

export interface Challenge extends Leaf {
  challengeId: bigint;
  /** trialLeaf of the challenged trial */
  leaf: Hex;
  challenger: Address;
  caseId: bigint;
  settled: boolean;
}

/** A jury case: `waiting` for its draw, `drawn`, or `closed`. */
export interface Case {
  caseId: bigint;
  client: Address;
  evidenceCid: string;
  state: "waiting" | "drawn" | "closed";
  jurors: Address[];
}

/** A round that still runs, with its newest draw. */
export interface RunningRound {
  roundId: bigint;
  modelId: bigint;
  redraw: number;
  seed: Hex;
}

/** A proven fault and who holds the bounty. */
export interface Fault {
  announcement: bigint;
  prover: Address;
  /** unix seconds */
  claimableFrom: number;
}

const leafOf = (row: Cells): Leaf => ({
  roundId: BigInt(row.round_id as string),
  seat: row.seat as number,
  slot: row.slot as number,
  position: row.position as number,
});

function toPublished(row: Cells): Published {
  return {
    roundId: BigInt(row.round_id as string),
    seat: row.seat as number,
    evaluator: row.evaluator as Address,
    root: row.root as Hex,
    lanes: BigInt(row.lanes as string),
    cid: row.cid as string,
    tx: row.tx as Hex,
  };
}

function toChallenge(row: Cells): Challenge {
  return {
    ...leafOf(row),
    challengeId: BigInt(row.challenge_id as string),
    leaf: row.leaf as Hex,
    challenger: row.challenger as Address,
    caseId: BigInt(row.case_id as string),
    settled: row.end !== null,
  };
}

/** One identity's memory of what judges did and of its own duties. Every write may be repeated. */
export function createDutyStore(db: Database) {
  const all = (sql: string, ...values: (string | number)[]): Promise<Cells[]> => db.all<Cells>(sql, ...values);
  const run = (sql: string, ...values: (string | number | null)[]): Promise<{ changes: number }> =>
    db.run(sql, ...values);
  return {
    runningRounds: async (): Promise<RunningRound[]> =>
      (await all("SELECT * FROM rounds WHERE state = 'running' AND seed IS NOT NULL")).map((row) => ({
        roundId: BigInt(row.round_id as string),
        modelId: BigInt(row.model_id as string),
        redraw: row.redraw as number,
        seed: row.seed as Hex,
      })),
    /** The newest draw of a round, running or not. */
    async round(roundId: bigint): Promise<RunningRound | undefined> {
      const [row] = await all("SELECT * FROM rounds WHERE round_id = ? AND seed IS NOT NULL", roundId.toString());
      if (row === undefined) return undefined;
      return { roundId, modelId: BigInt(row.model_id as string), redraw: row.redraw as number, seed: row.seed as Hex };
    },
    /** Forgets what was shown of an earlier draw: the seats of another draw are other seats. */
    async forgetDraw(roundId: bigint): Promise<void> {
      await db.transaction(async (tx) => {
        for (const table of ["published", "demands", "audit_posts", "faults"])
          await tx.run(`DELETE FROM ${table} WHERE round_id = ?`, roundId.toString());
      });
    },
    async addPublished({ roundId, seat, evaluator, root, lanes, cid, tx }: Published): Promise<void> {
      await run(
        `INSERT INTO published (round_id, seat, evaluator, root, lanes, cid, tx) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (round_id, seat) DO UPDATE SET evaluator = excluded.evaluator, root = excluded.root,
           lanes = excluded.lanes, cid = excluded.cid, tx = excluded.tx`,
        ...[roundId.toString(), seat, evaluator, root, lanes.toString(), cid, tx],
      );
    },
    published: async (roundId: bigint): Promise<Published[]> =>
      (await all("SELECT * FROM published WHERE round_id = ? ORDER BY seat", roundId.toString())).map(toPublished),
    async addDemand({
      roundId,
      seat,
      slot,
      position,
      demander,
      deadline,
    }: Omit<Demand, "state" | "tx">): Promise<void> {
      await run(
        "INSERT INTO demands (round_id, seat, slot, position, demander, deadline, state) VALUES (?, ?, ?, ?, ?, ?, 'open') ON CONFLICT DO NOTHING",
        ...[roundId.toString(), seat, slot, position, demander, deadline],
      );
    },
    async setDemand({ roundId, seat, slot, position }: Leaf, state: Demand["state"], tx?: Hex): Promise<void> {
      await run(
        "UPDATE demands SET state = ?, tx = ? WHERE round_id = ? AND seat = ? AND slot = ? AND position = ?",
        ...[state, tx ?? null, roundId.toString(), seat, slot, position],
      );
    },
    demands: async (roundId: bigint): Promise<Demand[]> =>
      (await all("SELECT * FROM demands WHERE round_id = ? ORDER BY seat, slot, position", roundId.toString())).map(
        (row) => ({
          ...leafOf(row),
          demander: row.demander as Address,
          deadline: row.deadline as number,
          state: row.state as Demand["state"],
          tx: (row.tx ?? undefined) as Hex | undefined,
        }),
      ),
    openDemands: async (): Promise<Demand[]> =>
      (await all("SELECT * FROM demands WHERE state = 'open'")).map((row) => ({
        ...leafOf(row),
        demander: row.demander as Address,
        deadline: row.deadline as number,
        state: "open" as const,
        tx: undefined,
      })),
    async addAuditPost(roundId: bigint, auditor: number): Promise<void> {
      await run(
        "INSERT INTO audit_posts (round_id, auditor) VALUES (?, ?) ON CONFLICT DO NOTHING",
        roundId.toString(),
        auditor,
      );
    },
    hasAudited: async (roundId: bigint, auditor: number): Promise<boolean> =>
      (await all("SELECT 1 FROM audit_posts WHERE round_id = ? AND auditor = ?", roundId.toString(), auditor)).length >
      0,
    async addChallenge({
      challengeId,
      roundId,
      seat,
      slot,
      position,
      leaf,
      challenger,
      caseId,
    }: Omit<Challenge, "settled">): Promise<void> {
      await run(
        "INSERT INTO challenges (challenge_id, round_id, seat, slot, position, leaf, challenger, case_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ...[challengeId.toString(), roundId.toString(), seat, slot, position, leaf, challenger, caseId.toString()],
      );
    },
    async settleChallenge(challengeId: bigint, end: number): Promise<void> {
      await run('UPDATE challenges SET "end" = ? WHERE challenge_id = ?', end, challengeId.toString());
    },
    openChallenges: async (): Promise<Challenge[]> =>
      (await all('SELECT * FROM challenges WHERE "end" IS NULL')).map(toChallenge),
    challengesOf: async (roundId: bigint, seat: number): Promise<Challenge[]> =>
      (await all("SELECT * FROM challenges WHERE round_id = ? AND seat = ?", roundId.toString(), seat)).map(
        toChallenge,
      ),
    async challengeOfCase(caseId: bigint): Promise<Challenge | undefined> {
      const [row] = await all("SELECT * FROM challenges WHERE case_id = ?", caseId.toString());
      return row === undefined ? undefined : toChallenge(row);
    },
    async addCase({ caseId, client, evidenceCid }: Pick<Case, "caseId" | "client" | "evidenceCid">): Promise<void> {
      await run(
        "INSERT INTO cases (case_id, client, evidence_cid, state, jurors) VALUES (?, ?, ?, 'waiting', '[]') ON CONFLICT DO NOTHING",
        ...[caseId.toString(), client, evidenceCid],
      );
    },
    async drawCase(caseId: bigint, jurors: readonly Address[]): Promise<void> {
      await run(
        "UPDATE cases SET state = 'drawn', jurors = ? WHERE case_id = ? AND state = 'waiting'",
        ...[JSON.stringify(jurors), caseId.toString()],
      );
    },
    async closeCase(caseId: bigint): Promise<void> {
      await run("UPDATE cases SET state = 'closed' WHERE case_id = ?", caseId.toString());
    },
    openCases: async (): Promise<Case[]> =>
      (await all("SELECT * FROM cases WHERE state != 'closed'")).map((row) => ({
        caseId: BigInt(row.case_id as string),
        client: row.client as Address,
        evidenceCid: row.evidence_cid as string,
        state: row.state as Case["state"],
        jurors: JSON.parse(row.jurors as string) as Address[],
      })),
    /** Also when an earlier announcement takes the bounty over: then the seat's holder changes. */
    async setFault(roundId: bigint, seat: number, { announcement, prover, claimableFrom }: Fault): Promise<void> {
      await db.transaction(async (tx) => {
        await tx.run("DELETE FROM faults WHERE round_id = ? AND seat = ?", roundId.toString(), seat);
        await tx.run(
          `INSERT INTO faults (announcement, round_id, seat, prover, claimable_from) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (announcement) DO UPDATE SET round_id = excluded.round_id, seat = excluded.seat,
             prover = excluded.prover, claimable_from = excluded.claimable_from`,
          ...[announcement.toString(), roundId.toString(), seat, prover, claimableFrom],
        );
      });
    },
    async fault(roundId: bigint, seat: number): Promise<Fault | undefined> {
      const [row] = await all("SELECT * FROM faults WHERE round_id = ? AND seat = ?", roundId.toString(), seat);
      if (row === undefined) return undefined;
      return {
        announcement: BigInt(row.announcement as string),
        prover: row.prover as Address,
        claimableFrom: row.claimable_from as number,
      };
    },
    ...createDutyList(db),
  };
}

export type DutyStore = ReturnType<typeof createDutyStore>;
