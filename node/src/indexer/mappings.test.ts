import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type ProtocolChain, startProtocolChain, word } from "./testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./testing/runningIndexer.ts";
import { CURATOR, EVALUATOR, GATEWAY, PAYER, PUBLISHER, TOKEN, tellWholeStory } from "./testing/story.ts";

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
  await chain.anvil.stop();
});

test("protocol: counters after the whole loop", async () => {
  const { protocol, _meta } = await indexer.query<{ protocol: object; _meta: object }>(`{
    _meta { hasIndexingErrors }
    protocol(id: "assay") {
      datanetCount versionCount rowCount modelCount admittedModelCount roundCount openRoundCount passedRoundCount
      failedRoundCount voidRoundCount evaluatorCount activeUnits modelStake channelCount deposited redeemed feesFunded
      rewardsClaimed claimCount currentParamSet { id } latestEpoch { id }
    }
  }`);
  assert.deepEqual(_meta, { hasIndexingErrors: false });
  assert.deepEqual(protocol, {
    datanetCount: 1,
    versionCount: 1,
    rowCount: "1200",
    modelCount: 1,
    admittedModelCount: 0,
    roundCount: 2,
    openRoundCount: 0,
    passedRoundCount: 1,
    failedRoundCount: 0,
    voidRoundCount: 1,
    evaluatorCount: 1,
    activeUnits: "3",
    modelStake: "0",
    channelCount: 1,
    deposited: "100",
    redeemed: "30",
    feesFunded: "12",
    rewardsClaimed: (2n ** 200n).toString(),
    claimCount: 1,
    currentParamSet: { id: "1" },
    latestEpoch: { id: "1" },
  });
});

test("datanet: metadata in any script, versions and batches", async () => {
  const { datanet } = await indexer.query<{ datanet: Record<string, unknown> }>(`{
    datanet(id: "1") {
      curator metadataCid rowCount modelCount roundCount curatorAccount { id datanetCount }
      latestSealedVersion { id state seed batchCount batchesConsumed batchesRetired totalWeight
        batches { id retired key itemsCid round { id } } }
    }
  }`);
  assert.deepEqual(datanet, {
    curator: CURATOR,
    metadataCid: "bafy-datanet-ünï😀",
    rowCount: 1_200,
    modelCount: 1,
    roundCount: 2,
    curatorAccount: { id: CURATOR, datanetCount: 1 },
    latestSealedVersion: {
      id: "1-1",
      state: "WITHDRAWN",
      seed: word(7),
      batchCount: 4,
      batchesConsumed: 1,
      batchesRetired: 1,
      totalWeight: "1200",
      batches: [{ id: "1-1-2", retired: true, key: word(3), itemsCid: "bafy-items", round: { id: "1" } }],
    },
  });
});

test("round: seats, lanes and outcome", async () => {
  const { rounds } = await indexer.query<{ rounds: unknown[] }>(`{
    rounds(orderBy: roundId) {
      id phase passed seatCount committedCount revealedCount itemsPerBatch validSeats minPasses refund medianLaneCounts
      model { id state } batch { id } version { id }
      seats { id state laneCounts keyWrap paidAmount failedAfterCommit transcriptCid evaluator { id } }
    }
  }`);
  const lanes = [24, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
  const model = { id: "1", state: "RETIRED" };
  assert.deepEqual(rounds, [
    {
      id: "1",
      phase: "FINAL",
      passed: true,
      seatCount: 1,
      committedCount: 1,
      revealedCount: 1,
      itemsPerBatch: 24,
      validSeats: 1,
      minPasses: 20,
      refund: null,
      medianLaneCounts: lanes,
      model,
      batch: { id: "1-1-2" },
      version: { id: "1-1" },
      seats: [
        {
          id: "1-0",
          state: "PAID",
          laneCounts: lanes,
          keyWrap: "0x0102030405",
          paidAmount: "4",
          failedAfterCommit: null,
          transcriptCid: "bafy-transcript",
          evaluator: { id: EVALUATOR },
        },
      ],
    },
    {
      id: "2",
      phase: "VOID",
      passed: null,
      seatCount: 1,
      committedCount: 0,
      revealedCount: 0,
      itemsPerBatch: 24,
      validSeats: null,
      minPasses: null,
      refund: "18",
      medianLaneCounts: null,
      model,
      // The test's round 2 drew a batch that was never consumed.
      batch: null,
      version: { id: "1-1" },
      seats: [
        {
          id: "2-0",
          state: "FAILED",
          laneCounts: null,
          keyWrap: null,
          paidAmount: null,
          failedAfterCommit: false,
          transcriptCid: null,
          evaluator: { id: EVALUATOR },
        },
      ],
    },
  ]);
});

test("model: lineage, sources, shares and states", async () => {
  const { model } = await indexer.query<{ model: Record<string, unknown> }>(`{
    model(id: "1") {
      publisher adapterCid maxTemperatureMilli stake roundCount lineage { id } parent { id } examVersion { id }
      sources { id weightBps version { id } } latestFinalRound { id } latestRound { id }
      latestShareTable { id tableCid } stateChanges(orderBy: timestamp) { from to round { id } }
      stakeEvents(orderBy: block) { kind amount }
    }
  }`);
  assert.deepEqual(model, {
    publisher: PUBLISHER,
    adapterCid: "bafy-adapter-1",
    maxTemperatureMilli: 700,
    stake: "0",
    roundCount: 2,
    lineage: { id: "1" },
    parent: null,
    examVersion: { id: "1-1" },
    sources: [{ id: "1-0", weightBps: 10_000, version: { id: "1-1" } }],
    latestFinalRound: { id: "1" },
    latestRound: { id: "2" },
    latestShareTable: { id: "1-1", tableCid: "bafy-shares" },
    stateChanges: [
      { from: "SANDBOX", to: "ADMITTED", round: { id: "1" } },
      { from: "ADMITTED", to: "RETIRED", round: null },
    ],
    stakeEvents: [
      { kind: "MODEL_STAKED", amount: "5" },
      { kind: "MODEL_UNSTAKED", amount: "5" },
    ],
  });
});

test("evaluator, channel, epoch and account: figures after exits", async () => {
  const answer = await indexer.query(`{
    evaluator(id: "${EVALUATOR.toUpperCase().replace("0X", "0x")}") {
      units lockedUnits slashedUnits exiting seatCount paidCount failedCount earned
    }
    channels { id deposited redeemed withdrawn available withdrawAt redemptionCount redemptions { amount } }
    epoch(id: "1") { total claimedUnder claimCount bondReturned claims { account amount } }
    account(id: "${EVALUATOR}") { credit creditAdded creditWithdrawn }
    feeFundings { gateway amount statementCid }
    paramSet(id: "1") { trialMask splitBps stakeUnit }
    gate(id: "24-1") { minPasses }
  }`);
  const reward = (2n ** 200n).toString();
  assert.deepEqual(answer, {
    evaluator: {
      units: "0",
      lockedUnits: "0",
      slashedUnits: "1",
      exiting: "0",
      seatCount: 2,
      paidCount: 1,
      failedCount: 1,
      earned: "4",
    },
    channels: [
      {
        id: `${PAYER}${GATEWAY.slice(2)}${TOKEN.slice(2)}`,
        deposited: "30",
        redeemed: "30",
        withdrawn: "70",
        available: "0",
        withdrawAt: "0",
        redemptionCount: 1,
        redemptions: [{ amount: "30" }],
      },
    ],
    epoch: {
      total: "12",
      claimedUnder: reward,
      claimCount: 1,
      bondReturned: "1",
      claims: [{ account: CURATOR, amount: reward }],
    },
    account: { credit: "0", creditAdded: "4", creditWithdrawn: "4" },
    feeFundings: [{ gateway: GATEWAY, amount: "12", statementCid: "bafy-fees" }],
    paramSet: {
      trialMask: (2n ** 63n + 5n).toString(),
      splitBps: [3_500, 2_500, 1_500, 1_000, 500, 1_000],
      stakeUnit: (10n ** 18n).toString(),
    },
    gate: { minPasses: 23 },
  });
});

test("activity: every kind of the schema but those the story leaves out, newest first", async () => {
  const { activities, protocol } = await indexer.query<{
    activities: { kind: string; sequence: string }[];
    protocol: { activityCount: number };
  }>(
    `{ activities(first: 1000, orderBy: sequence, orderDirection: desc) { kind sequence } protocol(id: "assay") { activityCount } }`,
  );
  assert.equal(activities.length, protocol.activityCount);
  assert.equal(new Set(activities.map(({ kind }) => kind)).size, 35);
  const sequences = activities.map(({ sequence }) => BigInt(sequence));
  assert.deepEqual(
    sequences,
    [...sequences].sort((a, b) => (a > b ? -1 : 1)),
  );
});
