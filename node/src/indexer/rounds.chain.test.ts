import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ADMISSION, CUSTODIAN, EVALUATORS, JUDGE, reason } from "./testing/cast.ts";
import { type ProtocolChain, startProtocolChain } from "./testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./testing/runningIndexer.ts";
import { tellWholeStory } from "./testing/story.ts";

const UNIT = (10n ** 18n).toString();
let chain: ProtocolChain;
let indexer: RunningIndexer;

before(async () => {
  chain = await startProtocolChain();
  await tellWholeStory(chain);
  indexer = await runIndexer(chain, ":memory:");
  await indexer.caughtUp();
});

after(async () => {
  await indexer.close();
  await chain.anvil.close();
});

const SEAT = "id reserve stakerId state audited reason bountyTo bounty paidAmount lostAmount evaluator { id }";
/** A seat that nothing happened to. */
const QUIET = { audited: false, reason: null, bountyTo: null, bounty: null, paidAmount: null, lostAmount: null };

function seat(id: string, stakerId: number, state: string, rest: object = {}) {
  const reserve = Number(id.at(-1)) >= 3;
  return {
    ...QUIET,
    id,
    reserve,
    stakerId: `${stakerId}`,
    state,
    evaluator: { id: EVALUATORS[stakerId - 1] },
    ...rest,
  };
}

test("a round: outcome, and each seat's part in it", async () => {
  const { round } = await indexer.query<{ round: object }>(`{
    round(id: "1") {
      phase passed seatCount reserveCount quorum redrawCount committedCount revealedCount badKeyCount auditedCount
      convictedCount heldCount selfSet auditsDone itemsPerBatch validSeats minPasses refund medianLaneCounts openEpoch
      model { id state } batch { id } version { id } latestDraw { epoch barred seats(orderBy: seat) { ${SEAT} } }
    }
  }`);
  assert.deepEqual(round, {
    phase: "FINAL",
    passed: true,
    seatCount: 3,
    reserveCount: 2,
    quorum: 2,
    redrawCount: 0,
    committedCount: 3,
    revealedCount: 3,
    badKeyCount: 1,
    auditedCount: 2,
    convictedCount: 1,
    heldCount: 0,
    selfSet: true,
    auditsDone: true,
    itemsPerBatch: 24,
    validSeats: 2,
    minPasses: 20,
    refund: null,
    medianLaneCounts: [24, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7],
    openEpoch: "4",
    model: { id: "1", state: "RETIRED" },
    batch: { id: "1-1-2" },
    version: { id: "1-1" },
    latestDraw: {
      epoch: "5",
      barred: [],
      seats: [
        seat("1-0-0", 1, "PAID", { audited: true, paidAmount: "4" }),
        seat("1-0-1", 2, "EXCLUDED", { reason: reason("publisher") }),
        seat("1-0-2", 3, "CONVICTED", {
          reason: reason("bit"),
          bountyTo: CUSTODIAN,
          bounty: "6",
          lostAmount: UNIT,
        }),
        seat("1-0-3", 4, "BAD_KEY"),
        seat("1-0-4", 1, "PAID", { audited: true, paidAmount: "4" }),
      ],
    },
  });
});

test("a round's phase follows from who has acted: reserves, audits, a held question", async () => {
  const { activities } = await indexer.query<{ activities: { kind: string; block: string }[] }>(
    `{ activities(where: { round: "1" }, orderBy: sequence) { kind block } }`,
  );
  const phases: string[] = [];
  for (const { kind, block } of activities) {
    const { round } = await indexer.query<{ round: { phase: string } | null }>(
      `{ round(id: "1", block: { number: ${block} }) { phase } }`,
    );
    if (round !== null) phases.push(`${kind} ${round.phase}`);
  }
  assert.deepEqual(phases.slice(0, 18), [
    "ROUND_OPENED OPEN",
    "BATCH_CONSUMED OPEN",
    "ROUND_DRAWN DRAWN",
    "KEYS_POSTED COMMIT",
    "SEAT_COMMITTED COMMIT",
    "SEAT_EXCLUDED COMMIT",
    "SEAT_COMMITTED SECOND_COMMIT",
    "BAD_KEY_SIGNALLED SECOND_COMMIT",
    "SEAT_COMMITTED REVEAL",
    "SEAT_REVEALED REVEAL",
    "SEAT_REVEALED REVEAL",
    "SEAT_REVEALED AUDIT",
    "SEAT_AUDITED AUDIT",
    "FINAL_HELD AUDIT",
    "SEAT_CONVICTED AUDIT",
    "EVALUATOR_SLASHED AUDIT",
    "FINAL_RELEASED AUDIT",
    "SEAT_AUDITED AUDIT",
  ]);
});

test("deadlines: each window begins where the one before ended", async () => {
  type Deadlines = Record<
    "commitDeadline" | "secondCommitDeadline" | "revealDeadline" | "auditDeadline" | "commitsClosedAt",
    string | null
  > & { committedCount: number };
  const at = async (kind: string, count: number) => {
    const { activities } = await indexer.query<{ activities: { block: string; timestamp: string }[] }>(
      `{ activities(where: { round: "1", kind: ${kind} }, orderBy: sequence, skip: ${count - 1}, first: 1) { block timestamp } }`,
    );
    const { round } = await indexer.query<{ round: Deadlines }>(
      `{ round(id: "1", block: { number: ${activities[0]?.block} }) {
        commitDeadline secondCommitDeadline revealDeadline auditDeadline commitsClosedAt committedCount } }`,
    );
    return { ...round, now: Number(activities[0]?.timestamp) };
  };
  const keyed = await at("KEYS_POSTED", 1);
  assert.deepEqual(
    [keyed.commitDeadline, keyed.secondCommitDeadline, keyed.revealDeadline],
    ["4000000000", "4000000060", "4000000120"],
  );
  const second = await at("SEAT_COMMITTED", 2);
  assert.equal(Number(second.commitDeadline), second.now);
  assert.equal(Number(second.secondCommitDeadline), second.now + 60);
  assert.equal(second.commitsClosedAt, null);
  const closed = await at("SEAT_COMMITTED", 3);
  assert.equal(Number(closed.commitsClosedAt), closed.now);
  assert.equal(Number(closed.revealDeadline), closed.now + 60);
  assert.equal(Number(closed.auditDeadline), closed.now + 120);
  const revealed = await at("SEAT_REVEALED", 3);
  assert.equal(Number(revealed.auditDeadline), revealed.now + 60);
});

test("a redraw: the earlier seats stay with what they cost, the barred are named", async () => {
  const { round } = await indexer.query<{ round: Record<string, unknown> }>(`{
    round(id: "2") {
      phase redrawCount latestDraw { id } committedCount keysAt batch { id } voidReason refund
      draws(orderBy: redraw) { id redraw openEpoch epoch barred seats(orderBy: seat) { ${SEAT} } }
    }
  }`);
  assert.deepEqual(round, {
    phase: "VOID",
    redrawCount: 1,
    latestDraw: { id: "2-1" },
    committedCount: 0,
    keysAt: null,
    // The story's second round drew a batch that was never consumed.
    batch: null,
    voidReason: reason("keys"),
    refund: "18",
    draws: [
      {
        id: "2-0",
        redraw: 0,
        openEpoch: "4",
        epoch: "5",
        barred: [],
        seats: [
          seat("2-0-0", 1, "WITHHELD", { lostAmount: UNIT }),
          seat("2-0-1", 2, "SILENT", { lostAmount: "3" }),
          seat("2-0-2", 3, "SILENT", { lostAmount: "3" }),
          seat("2-0-3", 4, "STANDING_BY"),
          seat("2-0-4", 5, "STANDING_BY"),
        ],
      },
      {
        id: "2-1",
        redraw: 1,
        openEpoch: "5",
        epoch: "6",
        barred: EVALUATORS.slice(0, 3),
        seats: [
          seat("2-1-0", 4, "DRAWN"),
          seat("2-1-1", 5, "DRAWN"),
          seat("2-1-2", 6, "DRAWN"),
          seat("2-1-3", 4, "STANDING_BY"),
          seat("2-1-4", 5, "STANDING_BY"),
        ],
      },
    ],
  });
});

test("evaluators: units by staker number, what they earned, lost and owe", async () => {
  const { evaluators, account } = await indexer.query<{ evaluators: object[]; account: object }>(`{
    evaluators(orderBy: stakerId, first: 3) {
      id stakerId units leavingUnits nextUnits effectiveEpoch lockedUnits slashedUnits charged debt seatCount
      revealedCount paidCount failedCount convictedCount earned
    }
    account(id: "${EVALUATORS[0]}") { credit creditAdded creditWithdrawn }
  }`);
  const none = { leavingUnits: "0", lockedUnits: "0", slashedUnits: "0", charged: "0", debt: "0", earned: "0" };
  const idle = { revealedCount: 0, paidCount: 0, failedCount: 0, convictedCount: 0 };
  assert.deepEqual(evaluators, [
    {
      // Slashed of one; of two that leave, one is still locked by a judge.
      ...none,
      ...idle,
      id: EVALUATORS[0],
      stakerId: "1",
      units: "1",
      leavingUnits: "1",
      nextUnits: "0",
      effectiveEpoch: "9",
      lockedUnits: "1",
      slashedUnits: "1",
      seatCount: 3,
      revealedCount: 2,
      paidCount: 2,
      failedCount: 1,
      earned: "8",
    },
    {
      // Paid what it owed out of the two units it took.
      ...none,
      ...idle,
      id: EVALUATORS[1],
      stakerId: "2",
      units: "1",
      nextUnits: "1",
      effectiveEpoch: "9",
      charged: "3",
      seatCount: 2,
      failedCount: 1,
    },
    {
      ...none,
      ...idle,
      id: EVALUATORS[2],
      stakerId: "3",
      units: "2",
      nextUnits: "2",
      effectiveEpoch: "3",
      slashedUnits: "1",
      charged: "3",
      debt: "3",
      seatCount: 2,
      revealedCount: 1,
      failedCount: 1,
      convictedCount: 1,
    },
  ]);
  assert.deepEqual(account, { credit: "0", creditAdded: "8", creditWithdrawn: "8" });
});

test("stake events: one a unit, with the duty it answers for; a judge's duty is no round", async () => {
  const { protocol, judged, slashes } = await indexer.query<Record<string, unknown>>(`{
    protocol(id: "assay") { admission judges jury }
    judged: stakeEvents(where: { operator: "${JUDGE}" }) { kind staker obligation round { id } }
    slashes: stakeEvents(where: { kind: SLASHED }, orderBy: block) { staker units amount bounty round { id } }
  }`);
  assert.deepEqual(protocol, { admission: ADMISSION, judges: [JUDGE], jury: JUDGE });
  assert.deepEqual(judged, [{ kind: "LOCKED", staker: EVALUATORS[0], obligation: "1", round: null }]);
  assert.deepEqual(slashes, [
    { staker: EVALUATORS[2], units: "1", amount: UNIT, bounty: "6", round: { id: "1" } },
    { staker: EVALUATORS[0], units: "1", amount: UNIT, bounty: "0", round: { id: "2" } },
  ]);
});
