import { ADMISSION, CURATOR, CUSTODIAN, EVALUATOR, EVALUATORS, HASH, JUDGE, PARAMS, PUBLISHER } from "./cast.ts";
import { tellPayments, tellRewards } from "./moneyStory.ts";
import { type ProtocolChain, person, word } from "./protocolChain.ts";
import { tellPassedRound, tellRedrawnRound } from "./roundStory.ts";

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
  await chain.emit("DatanetRegistry", "VersionPublished", { datanetId, version, input, epoch: 3 });
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
  await emit("StakeManager", "AdmissionConnected", { admission: ADMISSION });
  await emit("Admission", "JudgesConnected", { judges: [JUDGE] });
  await emit("StakeManager", "BondPosted", { datanetId: 1n, custodian: CUSTODIAN, amount: 100n, total: 100n });
  for (const stakerId of EVALUATORS.keys()) await stakeEvaluator(chain, stakerId + 1);
  await tellPassedRound(chain);
  await emit("ModelRegistry", "ShareTablePosted", {
    modelId: 1n,
    roundId: 1n,
    tableHash: HASH,
    tableCid: "bafy-shares",
  });
  await tellPayments(chain);
  await tellRewards(chain);
  await tellRedrawnRound(chain);
  await leave(chain);
}

/** Three units each, from epoch 3 on. */
async function stakeEvaluator({ emit }: ProtocolChain, stakerId: number): Promise<void> {
  const evaluator = EVALUATORS[stakerId - 1];
  await emit("StakeManager", "EvaluatorRegistered", { evaluator, encryptionKey: word(8) });
  const units = { units: 3n, totalUnits: 3n, amount: 3n * PARAMS.stakeUnit, effectiveEpoch: 3 };
  await emit("StakeManager", "EvaluatorStaked", { evaluator, stakerId, ...units });
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
    trainer: person(10),
    baseAuthor: person(0),
    parent,
    adapterCid: `bafy-adapter-${modelId}`,
    runCid: "bafy-run",
    sources: [{ datanetId: 1n, version: 1, weightBps: 10_000 }],
  };
  const args = { modelId, publisher: PUBLISHER, lineage: parent === 0n ? modelId : parent, input };
  await chain.emit("ModelRegistry", "ModelRegistered", args);
}

/** Everybody takes out what it can. The first evaluator keeps a locked unit, the second pays its debt. */
async function leave({ emit }: ProtocolChain): Promise<void> {
  const [first, second] = EVALUATORS;
  await emit("Admission", "ModelStateChanged", { modelId: 1n, from: 2, to: 4, roundId: 0n, expiresAt: 0n });
  await emit("Admission", "CreditWithdrawn", { account: EVALUATOR, amount: 8n });
  const exit = { units: 2n, amount: 2n * PARAMS.stakeUnit, availableAt: 700n, effectiveEpoch: 9 };
  await emit("StakeManager", "EvaluatorUnstaked", { evaluator: first, ...exit });
  await emit("StakeManager", "UnitsLocked", { operator: JUDGE, obligation: 1n, stakerIds: [1] });
  await emit("StakeManager", "Withdrawn", { staker: first, units: 1n, amount: PARAMS.stakeUnit, charged: 0n });
  await emit("StakeManager", "EvaluatorUnstaked", { evaluator: second, ...exit });
  const taken = { units: 2n, amount: 2n * PARAMS.stakeUnit - 3n, charged: 3n };
  await emit("StakeManager", "Withdrawn", { staker: second, ...taken });
  await emit("StakeManager", "ModelUnstaked", { modelId: 1n, publisher: PUBLISHER, amount: 5n, availableAt: 700n });
  await emit("StakeManager", "BondExited", { datanetId: 1n, custodian: CUSTODIAN, amount: 20n, availableAt: 700n });
  await emit("DatanetRegistry", "VersionWithdrawn", { datanetId: 1n, version: 1 });
}
