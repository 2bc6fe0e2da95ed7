import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CURATOR, CUSTODIAN, GATEWAY, HASH, PAYER, PUBLISHER, reason, TOKEN } from "./testing/cast.ts";
import { type ProtocolChain, startProtocolChain, word } from "./testing/protocolChain.ts";
import { type RunningIndexer, runIndexer } from "./testing/runningIndexer.ts";
import { tellWholeStory } from "./testing/story.ts";

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

test("protocol: counters after the whole loop", async () => {
  const { protocol, _meta } = await indexer.query<{ protocol: object; _meta: object }>(`{
    _meta { hasIndexingErrors }
    protocol(id: "assay") {
      datanetCount versionCount rowCount modelCount admittedModelCount roundCount openRoundCount passedRoundCount
      failedRoundCount voidRoundCount evaluatorCount nextUnits modelStake channelCount deposited redeemed feesFunded
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
    evaluatorCount: 6,
    // 18 staked, two slashed, four leaving or gone.
    nextUnits: "12",
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
      curator metadataCid rowCount modelCount roundCount bond boundBond cutBond curatorAccount { id datanetCount }
      stakeEvents(orderBy: block) { kind amount round { id } }
      latestSealedVersion { id state epoch seed batchCount batchesConsumed batchesRetired totalWeight
        batches { id retired key itemsCid round { id } } }
    }
  }`);
  assert.deepEqual(datanet, {
    curator: CURATOR,
    metadataCid: "bafy-datanet-ünï😀",
    rowCount: 1_200,
    modelCount: 1,
    roundCount: 2,
    // Of 100, 50 were cut for missing keys and 20 taken out; both rounds are over.
    bond: "30",
    boundBond: "0",
    cutBond: "50",
    stakeEvents: [
      { kind: "BOND_POSTED", amount: "100", round: null },
      { kind: "BOND_CUT", amount: "50", round: { id: "2" } },
      { kind: "BOND_EXITED", amount: "20", round: null },
    ],
    curatorAccount: { id: CURATOR, datanetCount: 1 },
    latestSealedVersion: {
      id: "1-1",
      state: "WITHDRAWN",
      epoch: "3",
      seed: word(7),
      batchCount: 4,
      batchesConsumed: 1,
      batchesRetired: 1,
      totalWeight: "1200",
      batches: [{ id: "1-1-2", retired: true, key: word(3), itemsCid: "bafy-items", round: { id: "1" } }],
    },
  });
});

test("model: lineage, sources, shares and states", async () => {
  const { model } = await indexer.query<{ model: Record<string, unknown> }>(`{
    model(id: "1") {
      publisher adapterCid maxTemperatureMilli stake roundCount lineage { id } parent { id } examVersion { id }
      sources { id weightBps version { id } } latestFinalRound { id } latestRound { id }
      latestShareTable { id tableCid } stateChanges(orderBy: block) { from to round { id } }
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

test("channels, epochs, accounts and parameters: figures after exits", async () => {
  const answer = await indexer.query(`{
    channels { id deposited redeemed withdrawn available withdrawAt redemptionCount redemptions { amount } }
    epoches { id attempt total depth asOfBlock claimedUnder claimCount bondReturned objectionCount openObjectionCount
      claims { account amount } }
    discardedEpoches { id epoch cid ground by bounty toTreasury poster bond }
    objections { id epoch attempt objector outcome verdict bond pay }
    accounts(where: { id_in: ["${CUSTODIAN}", "${GATEWAY}", "${PAYER}", "${PUBLISHER}"] }) {
      id credit creditAdded rewardCredit exiting exitAvailableAt }
    feeFundings { gateway amount statementCid }
    paramSet(id: "1") { trialMask splitBps stakeUnit reserves auditLeaves custodianBond exposureBps acceptWindow }
    gate(id: "24-1") { minPasses }
  }`);
  const reward = (2n ** 200n).toString();
  const nothing = { credit: "0", creditAdded: "0", rewardCredit: "0", exiting: "0", exitAvailableAt: "0" };
  assert.deepEqual(answer, {
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
    epoches: [
      {
        id: "1",
        attempt: "1",
        total: "12",
        depth: 3,
        asOfBlock: "9",
        claimedUnder: reward,
        claimCount: 1,
        bondReturned: (10n ** 18n).toString(),
        objectionCount: 1,
        openObjectionCount: 0,
        claims: [{ account: CURATOR, amount: reward }],
      },
    ],
    discardedEpoches: [
      {
        id: "2",
        epoch: "2",
        cid: "bafy-epoch-2",
        ground: reason("order"),
        by: PAYER,
        bounty: "5",
        toTreasury: "5",
        poster: GATEWAY,
        bond: (10n ** 18n).toString(),
      },
    ],
    objections: [
      {
        id: "7",
        epoch: "1",
        attempt: "1",
        objector: PAYER,
        outcome: "UPHELD",
        verdict: HASH,
        bond: "20",
        pay: "10",
      },
    ],
    accounts: [
      { ...nothing, id: CUSTODIAN, credit: "6", creditAdded: "6", exiting: "20", exitAvailableAt: "700" },
      { ...nothing, id: PUBLISHER, credit: "18", creditAdded: "18", exiting: "5", exitAvailableAt: "700" },
      { ...nothing, id: PAYER, rewardCredit: "5" },
      { ...nothing, id: GATEWAY },
    ],
    feeFundings: [{ gateway: GATEWAY, amount: "12", statementCid: "bafy-fees" }],
    paramSet: {
      trialMask: (2n ** 63n + 5n).toString(),
      splitBps: [3_500, 2_500, 1_500, 1_000, 500, 1_000],
      stakeUnit: (10n ** 18n).toString(),
      reserves: 2,
      auditLeaves: 4,
      custodianBond: "50",
      exposureBps: "20000",
      acceptWindow: "60",
    },
    gate: { minPasses: 23 },
  });
});

test("activity: every kind of the schema but those of judges and pauses, newest first", async () => {
  const { activities, protocol } = await indexer.query<{
    activities: { kind: string; sequence: string }[];
    protocol: { activityCount: number };
  }>(
    `{ activities(first: 1000, orderBy: sequence, orderDirection: desc) { kind sequence } protocol(id: "assay") { activityCount } }`,
  );
  assert.equal(activities.length, protocol.activityCount);
  assert.equal(new Set(activities.map(({ kind }) => kind)).size, 52);
  const sequences = activities.map(({ sequence }) => BigInt(sequence));
  assert.deepEqual(
    sequences,
    [...sequences].sort((a, b) => (a > b ? -1 : 1)),
  );
});
