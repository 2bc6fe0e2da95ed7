import { join } from "node:path";
import {
  type Abi,
  type Address,
  createTestClient,
  encodeAbiParameters,
  encodeDeployData,
  type Hex,
  http,
  keccak256,
  type PrivateKeyAccount,
  publicActions,
  slice,
  toHex,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { artifactReader } from "../../../ignition/deploy/artifacts.ts";
import { production } from "../../../ignition/parameters/production.ts";
import { withChain } from "./chain.ts";
import { BATCHES, bitProof, HOLDOUT, ITEMS, MASK, TREE, word, ZERO } from "./fraudTranscript.ts";
import { receiptOf } from "./receipt.ts";

const ARTIFACTS = join(import.meta.dirname, "..", "..", "..", "artifacts", "contracts");
/** First account of every anvil; it plays all parts but the evaluators. */
const DEPLOYER: Hex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const EVALUATORS = 6;
const BLOCKS_PER_EPOCH = 4;
const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
const SALT = word("salt");
/** Number of ground Bit in contracts/interfaces/IFraudProofs.sol. */
const BIT = 4;
/**
 * Gas of convicting a seat whose transcript states one grade that its own answer contradicts: 128 items of 44 trials,
 * 5,632 trial leaves, the largest transcript the protocol knows (a tree of 4,096 leaves would be 12 levels deep; this one
 * has 7 over the items and 6 inside one). The dearest ground, because it also opens the sealed exam, and on the real round
 * and stake, so that the conviction, the slash and both transfers count; without the announcement before it. `first` is
 * the first conviction ever, the other figure a later one, in the steady state.
 */
export function measureFraudProof(): Promise<{ fraud_proof_4096: number; fraud_proof_first: number }> {
  return withChain(async ({ rpcUrl }) => {
    const stage = await deployStage(rpcUrl);
    const roundId = await revealRound(stage);
    const first = await convict(stage, roundId, 0);
    return { fraud_proof_4096: await convict(stage, roundId, 1), fraud_proof_first: first };
  });
}

type Send = (
  from: PrivateKeyAccount,
  contract: string,
  functionName: string,
  args: readonly unknown[],
) => Promise<number>;
interface Stage {
  readonly send: Send;
  readonly read: (contract: string, functionName: string, args: readonly unknown[]) => Promise<unknown>;
  readonly mine: (blocks: number) => Promise<void>;
  readonly deployer: PrivateKeyAccount;
  readonly evaluators: ReadonlyMap<string, PrivateKeyAccount>;
  readonly addresses: ReadonlyMap<string, Address>;
}

const PARAMETERS = {
  ...production.paramSet,
  itemsPerBatch: ITEMS,
  trialMask: MASK,
};

async function deployStage(rpcUrl: string): Promise<Stage> {
  const client = createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
  const deployer = privateKeyToAccount(DEPLOYER);
  const resolver = artifactReader(ARTIFACTS);
  const addresses = new Map<string, Address>();
  const abis = new Map<string, Abi>();
  const at = (name: string): Address => addresses.get(name) ?? "0x";
  const deploy = async (name: string, args: readonly unknown[]): Promise<void> => {
    const artifact = await resolver.loadArtifact(name);
    const abi = artifact.abi as Abi;
    const data = encodeDeployData({ abi, bytecode: artifact.bytecode as Hex, args });
    const sent = await client.sendTransaction({ account: deployer, data });
    const { contractAddress } = await receiptOf(client, sent);
    abis.set(name, abi);
    addresses.set(name, contractAddress as Address);
  };
  const target = (name: string) => ({ address: at(name), abi: abis.get(name) ?? [] });
  const send: Send = async (from, name, functionName, args) => {
    const sent = await client.writeContract({ ...target(name), account: from, functionName, args });
    const receipt = await receiptOf(client, sent);
    if (receipt.status !== "success") throw new Error(`${name}.${functionName} reverted in ${sent}.`);
    return Number(receipt.gasUsed);
  };
  const gates = [{ items: ITEMS, attempt: 1, minPasses: 111 }];
  await deploy("AssayToken", [deployer.address]);
  await deploy("ProtocolParams", [deployer.address, deployer.address, PARAMETERS, gates]);
  await deploy("BlockHashRandomness", [BLOCKS_PER_EPOCH]);
  await deploy("DatanetRegistry", [at("BlockHashRandomness")]);
  await deploy("ModelRegistry", [at("DatanetRegistry")]);
  const books = [at("AssayToken"), at("ProtocolParams"), at("DatanetRegistry"), at("ModelRegistry")] as const;
  const [token, params, datanets, models] = books;
  const treasury = "0x00000000000000000000000000000000000007ea";
  await deploy("StakeManager", [token, params, models, datanets, at("BlockHashRandomness"), treasury]);
  await deploy("Admission", [token, params, datanets, models, at("StakeManager"), at("BlockHashRandomness")]);
  await deploy("FraudProofs", [token, at("Admission"), params, datanets]);
  for (const name of ["DatanetRegistry", "ModelRegistry", "StakeManager"])
    await send(deployer, name, "connectAdmission", [at("Admission")]);
  await send(deployer, "Admission", "connectJudges", [[at("FraudProofs")]]);
  const evaluators = new Map<string, PrivateKeyAccount>();
  for (let i = 0; i < EVALUATORS; i++) {
    const evaluator = privateKeyToAccount(word(`evaluator ${i}`));
    await client.setBalance({ address: evaluator.address, value: 10n ** 20n });
    evaluators.set(evaluator.address, evaluator);
  }
  return {
    send,
    read: (name, functionName, args) => client.readContract({ ...target(name), functionName, args }),
    mine: (blocks) => client.mine({ blocks }),
    deployer,
    evaluators,
    addresses,
  };
}

async function fund(stage: Stage, account: PrivateKeyAccount, spender: string, amount: bigint): Promise<void> {
  if (account !== stage.deployer) await stage.send(stage.deployer, "AssayToken", "transfer", [account.address, amount]);
  await stage.send(account, "AssayToken", "approve", [stage.addresses.get(spender), amount]);
}

/** A round in which every primary revealed the same transcript. */
async function revealRound(stage: Stage): Promise<bigint> {
  const { send, mine, deployer } = stage;
  for (const evaluator of stage.evaluators.values()) {
    await fund(stage, evaluator, "StakeManager", 10n * PARAMETERS.stakeUnit);
    await send(evaluator, "StakeManager", "registerEvaluator", [word(evaluator.address)]);
    await send(evaluator, "StakeManager", "stakeUnits", [10n]);
  }
  await send(deployer, "DatanetRegistry", "create", [word("metadata"), CID, deployer.address]);
  const version = {
    rowsRoot: word("rows"),
    contributorsRoot: word("contributors"),
    rowCount: 10_000,
    contributorCount: 100,
    totalWeight: 10_000n,
    manifestHash: word("manifest"),
    manifestCid: CID,
  };
  await send(deployer, "DatanetRegistry", "publishVersion", [1n, version]);
  await mine(3 * BLOCKS_PER_EPOCH);
  const holdout = {
    holdoutRoot: HOLDOUT.root,
    batchCount: BATCHES,
    examManifestHash: word("exam"),
    examManifestCid: CID,
  };
  await send(deployer, "DatanetRegistry", "sealHoldout", [1n, 1, holdout]);
  await fund(stage, deployer, "StakeManager", PARAMETERS.custodianBond + PARAMETERS.minPublisherStake);
  await send(deployer, "StakeManager", "postBond", [1n, PARAMETERS.custodianBond]);
  await send(deployer, "ModelRegistry", "register", [modelInput(deployer.address)]);
  await send(deployer, "StakeManager", "stakeModel", [1n, PARAMETERS.minPublisherStake]);
  await fund(stage, deployer, "Admission", PARAMETERS.roundFee);
  await send(deployer, "Admission", "openRound", [1n, PARAMETERS.roundFee]);
  await mine(2 * BLOCKS_PER_EPOCH);
  await send(deployer, "Admission", "draw", [1n]);
  const seats = PARAMETERS.seats + PARAMETERS.reserves;
  await send(deployer, "Admission", "postKeys", [1n, Array.from({ length: seats }, () => toHex(word("wrap")))]);
  const top = TREE.rootNode;
  for (let seat = 0; seat < PARAMETERS.seats; seat++) {
    const evaluator = await evaluatorAt(stage, seat);
    await send(evaluator, "Admission", "commit", [1n, seat, await commitment(stage, seat, evaluator.address)]);
  }
  for (let seat = 0; seat < PARAMETERS.seats; seat++)
    await send(await evaluatorAt(stage, seat), "Admission", "reveal", [1n, seat, top, SALT, CID, CID]);
  return 1n;
}

async function evaluatorAt(stage: Stage, seat: number): Promise<PrivateKeyAccount> {
  const view = (await stage.read("Admission", "seatView", [1n, seat])) as { evaluator: string };
  const evaluator = stage.evaluators.get(view.evaluator);
  if (evaluator === undefined) throw new Error(`Seat ${seat} is held by a stranger: ${view.evaluator}.`);
  return evaluator;
}

async function commitment(stage: Stage, seat: number, evaluator: Address): Promise<Hex> {
  const fields = [foundry.id, stage.addresses.get("Admission"), 1, seat, evaluator, TREE.root, TREE.lanes, SALT];
  const types = ["uint256", "address", "uint256", "uint8", "address", "bytes32", "uint256", "bytes32"];
  return keccak256(
    encodeAbiParameters(
      types.map((type) => ({ type })),
      fields.map((field, i) => (types[i] === "uint256" ? BigInt(field as number) : field)),
    ),
  );
}

function modelInput(trainer: Address) {
  return {
    baseId: word("base id"),
    baseHash: word("base"),
    adapterHash: word("adapter"),
    runManifestHash: word("run"),
    tokenizerHash: word("tokenizer"),
    templateHash: word("template"),
    servingProfileHash: word("profile"),
    maxTemperatureMilli: 700,
    trainer,
    baseAuthor: trainer,
    parent: 0n,
    adapterCid: CID,
    runCid: CID,
    sources: [{ datanetId: 1n, version: 1, weightBps: 10_000 }],
  };
}

/** Announces and proves against `seat`; the gas of the proof alone. */
async function convict(stage: Stage, roundId: bigint, seat: number): Promise<number> {
  const { deployer, addresses } = stage;
  const file = (await stage.read("Admission", "caseFile", [roundId])) as { batchId: number };
  const proof = bitProof(file.batchId);
  const fraud = (await artifactReader(ARTIFACTS).loadArtifact("FraudProofs")).abi as Abi;
  const prove = fraud.find((entry) => entry.type === "function" && entry.name === "proveBit");
  if (prove?.type !== "function") throw new Error("FraudProofs has no proveBit.");
  // What follows the accusation in the call's data: 160 bytes behind the first argument.
  const blank = { roundId: 0n, seat: 0, announcement: 0n, rival: 0n, salt: ZERO };
  const proofHash = keccak256(slice(encodeAbiParameters(prove.inputs, [blank, proof]), 160));
  const types = ["uint256", "address", "address", "uint256", "uint8", "uint8", "bytes32", "bytes32"];
  const fields = [
    BigInt(foundry.id),
    addresses.get("FraudProofs"),
    deployer.address,
    roundId,
    seat,
    BIT,
    proofHash,
    SALT,
  ];
  const promise = keccak256(
    encodeAbiParameters(
      types.map((type) => ({ type })),
      fields,
    ),
  );
  await stage.send(deployer, "FraudProofs", "announce", [promise]);
  const announcement = await stage.read("FraudProofs", "announcementCount", []);
  return stage.send(deployer, "FraudProofs", "proveBit", [
    { roundId, seat, announcement, rival: 0n, salt: SALT },
    proof,
  ]);
}
