import { type ProtocolChain, person, word } from "./protocolChain.ts";

export const CURATOR = person(1);
export const CUSTODIAN = person(2);
export const PUBLISHER = person(3);
export const EVALUATOR = person(4);
export const PAYER = person(5);
export const GATEWAY = person(6);
export const TOKEN = person(7);

const HASH = word(0xabcdef);

export const PARAMS = {
  seats: 1,
  itemsPerBatch: 24,
  keyWindow: 60,
  commitWindow: 60,
  revealWindow: 60,
  epochWindow: 60,
  withdrawDelay: 60,
  unstakeCooldown: 60,
  attemptWindow: 600,
  admissionTtl: 6_000,
  trialMask: 2n ** 63n + 5n,
  gatedLanes: 3,
  stakeUnit: 10n ** 18n,
  evaluatorLockUnits: 1,
  minPublisherStake: 5n * 10n ** 18n,
  roundFee: 10n ** 18n,
  epochBond: 10n ** 18n,
  splitBps: [3_500, 2_500, 1_500, 1_000, 500, 1_000],
};

/** 24 items passed in lane 0, 20 in lane 1, 7 in lane 15. */
export const LANES = 24n | (20n << 16n) | (7n << 240n);

export async function createDatanet(chain: ProtocolChain, datanetId: bigint, metadataCid: string): Promise<void> {
  const args = { datanetId, curator: CURATOR, custodian: CUSTODIAN, metadataHash: HASH, metadataCid };
  await chain.emit("DatanetRegistry", "DatanetCreated", args);
}

export async function publishVersion(
  chain: ProtocolChain,
  datanetId: bigint,
  version: number,
  rowCount: number,
): Promise<void> {
  const input = {
    rowsRoot: HASH,
    contributorsRoot: HASH,
    rowCount,
    contributorCount: 2,
    totalWeight: BigInt(rowCount),
    manifestHash: HASH,
    manifestCid: `bafy-version-${version}`,
  };
  await chain.emit("DatanetRegistry", "VersionPublished", { datanetId, version, input, seedBlock: 9n });
}

/** The whole loop once, an event a block, touching every handler of the subgraph. */
export async function tellWholeStory(chain: ProtocolChain): Promise<void> {
  const emit = chain.emit;
  await emit("ProtocolParams", "ParamSetAdded", { paramSetId: 1n, params: PARAMS });
  await emit("ProtocolParams", "GateSet", { items: 24, attempt: 1, minPasses: 23 });
  await createDatanet(chain, 1n, "bafy-datanet-ünï😀");
  await publishVersion(chain, 1n, 1, 1_200);
  const holdout = { holdoutRoot: HASH, batchCount: 4, examManifestHash: HASH, examManifestCid: "bafy-exam" };
  await emit("DatanetRegistry", "HoldoutSeedFixed", { datanetId: 1n, version: 1, seed: word(7) });
  await emit("DatanetRegistry", "HoldoutSealed", { datanetId: 1n, version: 1, seed: word(7), input: holdout });
  await registerModel(chain, 1n, 0n);
  await emit("StakeManager", "ModelStaked", { modelId: 1n, publisher: PUBLISHER, amount: 5n, total: 5n });
  await emit("StakeManager", "EvaluatorRegistered", { evaluator: EVALUATOR, encryptionKey: word(8) });
  await emit("StakeManager", "EvaluatorStaked", { evaluator: EVALUATOR, units: 3n, totalUnits: 3n, amount: 3n });
  await emit("StakeManager", "WeightChanged", { evaluator: EVALUATOR, activeUnits: 3n, totalActiveUnits: 3n });
  await judge(chain);
  await emit("ModelRegistry", "ShareTablePosted", {
    modelId: 1n,
    roundId: 1n,
    tableHash: HASH,
    tableCid: "bafy-shares",
  });
  await pay(chain);
  await wind(chain);
}

export async function registerModel(chain: ProtocolChain, modelId: bigint, parent: bigint): Promise<void> {
  const input = {
    baseId: HASH,
    baseHash: HASH,
    adapterHash: HASH,
    runManifestHash: HASH,
    tokenizerHash: HASH,
    templateHash: HASH,
    servingProfileHash: HASH,
    maxTemperatureMilli: 700,
    trainer: person(8),
    baseAuthor: person(0),
    parent,
    adapterCid: `bafy-adapter-${modelId}`,
    runCid: "bafy-run",
    sources: [{ datanetId: 1n, version: 1, weightBps: 10_000 }],
  };
  const args = { modelId, publisher: PUBLISHER, lineage: parent === 0n ? modelId : parent, input };
  await chain.emit("ModelRegistry", "ModelRegistered", args);
}

async function judge({ emit }: ProtocolChain): Promise<void> {
  const seat = { roundId: 1n, seat: 0, evaluator: EVALUATOR };
  await emit("Admission", "RoundOpened", {
    roundId: 1n,
    modelId: 1n,
    publisher: PUBLISHER,
    attempt: 1,
    paramSetId: 1n,
    fee: 9n,
    seedBlock: 20n,
  });
  await emit("DatanetRegistry", "BatchConsumed", { datanetId: 1n, version: 1, batchId: 2, roundId: 1n });
  await emit("StakeManager", "UnitsLocked", { evaluator: EVALUATOR, roundId: 1n, units: 1n });
  await emit("Admission", "RoundDrawn", {
    roundId: 1n,
    seed: word(9),
    datanetId: 1n,
    version: 1,
    batchId: 2,
    seats: [EVALUATOR],
    keyDeadline: 100n,
  });
  await emit("Admission", "KeysPosted", {
    roundId: 1n,
    custodian: CUSTODIAN,
    wraps: ["0x0102030405"],
    commitDeadline: 200n,
  });
  await emit("Admission", "Committed", { ...seat, commitment: HASH, revealDeadline: 300n });
  await emit("Admission", "Revealed", {
    ...seat,
    root: HASH,
    lanes: LANES,
    transcriptCid: "bafy-transcript",
    reportCid: "bafy-report",
  });
  await emit("Admission", "SeatPaid", { ...seat, amount: 4n });
  await emit("Admission", "CreditAdded", { account: EVALUATOR, amount: 4n });
  await emit("StakeManager", "UnitsReleased", { evaluator: EVALUATOR, roundId: 1n, units: 1n });
  await emit("Admission", "RoundFinalized", {
    roundId: 1n,
    modelId: 1n,
    passed: true,
    medianLanes: LANES,
    gatedLanes: 3,
    minPasses: 20,
    validSeats: 1,
  });
  await emit("Admission", "ModelStateChanged", { modelId: 1n, from: 0, to: 2, roundId: 1n, expiresAt: 10_000n });
  const retired = { datanetId: 1n, version: 1, batchId: 2, key: word(3), itemsRoot: HASH, contributorsRoot: HASH };
  await emit("DatanetRegistry", "BatchRetired", { ...retired, itemsCid: "bafy-items" });
}

async function pay({ emit }: ProtocolChain): Promise<void> {
  const channel = { payer: PAYER, payee: GATEWAY, token: TOKEN };
  await emit("Payments", "Deposited", { ...channel, amount: 100n, deposited: 100n });
  await emit("Payments", "Redeemed", { ...channel, amount: 30n, cumulative: 30n, usageRoot: HASH });
  await emit("RewardDistributor", "FeesFunded", {
    gateway: GATEWAY,
    amount: 12n,
    funded: 12n,
    statementHash: HASH,
    statementCid: "bafy-fees",
  });
  await emit("RewardDistributor", "EpochPosted", {
    epoch: 1n,
    root: HASH,
    sumRoot: HASH,
    total: 12n,
    attributionHash: HASH,
    cid: "bafy-epoch",
    poster: GATEWAY,
    finalAt: 400n,
  });
  await emit("RewardDistributor", "Claimed", {
    account: CURATOR,
    amount: 2n ** 200n,
    cumulative: 2n ** 200n,
    epoch: 1n,
  });
  await emit("RewardDistributor", "BondReturned", { epoch: 1n, poster: GATEWAY, amount: 1n });
  await emit("Payments", "WithdrawalOpened", { ...channel, withdrawAt: 500n });
  await emit("Payments", "ChannelWithdrawn", { ...channel, amount: 70n });
}

/** A second round that fails its seat and voids, then exits. */
async function wind({ emit }: ProtocolChain): Promise<void> {
  const seat = { roundId: 2n, seat: 0, evaluator: EVALUATOR };
  await emit("Admission", "RoundOpened", {
    roundId: 2n,
    modelId: 1n,
    publisher: PUBLISHER,
    attempt: 2,
    paramSetId: 1n,
    fee: 18n,
    seedBlock: 60n,
  });
  await emit("Admission", "RoundDrawn", {
    roundId: 2n,
    seed: word(9),
    datanetId: 1n,
    version: 1,
    batchId: 3,
    seats: [EVALUATOR],
    keyDeadline: 100n,
  });
  await emit("Admission", "SeatFailed", { ...seat, committed: false });
  await emit("StakeManager", "EvaluatorSlashed", { evaluator: EVALUATOR, roundId: 2n, units: 1n, amount: 1n });
  await emit("Admission", "RoundVoided", { roundId: 2n, modelId: 1n, reason: word(1), refund: 18n });
  await emit("Admission", "ModelStateChanged", { modelId: 1n, from: 2, to: 4, roundId: 0n, expiresAt: 0n });
  await emit("Admission", "CreditWithdrawn", { account: EVALUATOR, amount: 4n });
  await emit("StakeManager", "EvaluatorUnstaked", { evaluator: EVALUATOR, units: 2n, amount: 2n, availableAt: 700n });
  await emit("StakeManager", "Withdrawn", { staker: EVALUATOR, amount: 2n });
  await emit("StakeManager", "ModelUnstaked", { modelId: 1n, publisher: PUBLISHER, amount: 5n, availableAt: 700n });
  await emit("DatanetRegistry", "VersionWithdrawn", { datanetId: 1n, version: 1 });
}
