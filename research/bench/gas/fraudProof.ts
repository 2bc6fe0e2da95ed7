import { readRound, readSeat } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { commitmentHash, faultCommitment } from "@assay/sdk/hashing";
import { type Address, type PrivateKeyAccount, toHex } from "viem";
import { production } from "../../../ignition/parameters/production.ts";
import { BATCHES, bitProof, HOLDOUT, ITEMS, MASK, TREE, word } from "./fraudTranscript.ts";
import { type Protocol, withProtocol } from "./protocol.ts";

const EVALUATORS = 6;
const UNITS = 10n;
const CID = "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";
const SALT = word("salt");
const PARAMETERS = { ...production.paramSet, itemsPerBatch: ITEMS, trialMask: MASK };

interface Stage {
  readonly protocol: Protocol;
  /** publisher, curator, custodian and prover in one */
  readonly owner: PrivateKeyAccount;
  readonly evaluators: ReadonlyMap<Address, PrivateKeyAccount>;
}

/**
 * Gas of convicting a seat whose transcript states one grade that its own answer contradicts: 128 items of 44 trials,
 * 5,632 trial leaves, the largest transcript the protocol knows (a tree of 4,096 leaves would be 12 levels deep; this one
 * has 7 over the items and 6 inside one). The dearest ground, because it also opens the sealed exam, and on the real round
 * and stake, so that the conviction, the slash and both transfers count; without the announcement before it. `first` is
 * the first conviction ever, the other figure a later one, in the steady state.
 */
export function measureFraudProof(): Promise<{ fraud_proof_4096: number; fraud_proof_first: number }> {
  return withProtocol({ ...production, paramSet: PARAMETERS }, async (protocol) => {
    const stage = { protocol, owner: protocol.deployer, evaluators: await joinEvaluators(protocol) };
    const roundId = await revealRound(stage);
    const first = await convict(stage, roundId, 0);
    return { fraud_proof_4096: await convict(stage, roundId, 1), fraud_proof_first: first };
  });
}

async function joinEvaluators(protocol: Protocol): Promise<Map<Address, PrivateKeyAccount>> {
  const { deployment } = protocol;
  const evaluators = new Map<Address, PrivateKeyAccount>();
  const amount = UNITS * PARAMETERS.stakeUnit;
  for (let i = 0; i < EVALUATORS; i++) {
    const evaluator = await protocol.account(`evaluator ${i}`, amount);
    const stake = calls.stake.stakeUnits(deployment, { units: UNITS });
    await protocol.send(evaluator, calls.token.approve(deployment, { spender: stake.address, amount }));
    const encryptionKey = word(evaluator.address);
    await protocol.send(evaluator, calls.stake.registerEvaluator(deployment, { encryptionKey }));
    await protocol.send(evaluator, stake);
    evaluators.set(evaluator.address, evaluator);
  }
  return evaluators;
}

/** A sealed exam with a bond behind it. */
async function sealExam({ protocol, owner }: Stage): Promise<void> {
  const { deployment } = protocol;
  const datanet = { metadataHash: word("metadata"), metadataCid: CID, custodian: owner.address };
  await protocol.send(owner, calls.datanets.create(deployment, datanet));
  const version = {
    rowsRoot: word("rows"),
    contributorsRoot: word("contributors"),
    rowCount: 10_000,
    contributorCount: 100,
    totalWeight: 10_000n,
    manifestHash: word("manifest"),
    manifestCid: CID,
  };
  await protocol.send(owner, calls.datanets.publishVersion(deployment, { datanetId: 1n, input: version }));
  await protocol.passEpochs();
  const holdout = {
    holdoutRoot: HOLDOUT.root,
    batchCount: BATCHES,
    examManifestHash: word("exam"),
    examManifestCid: CID,
  };
  await protocol.send(owner, calls.datanets.sealHoldout(deployment, { datanetId: 1n, version: 1, input: holdout }));
  const bond = calls.stake.postBond(deployment, { datanetId: 1n, amount: PARAMETERS.custodianBond });
  const allowance = { spender: bond.address, amount: PARAMETERS.custodianBond };
  await protocol.send(owner, calls.token.approve(deployment, allowance));
  await protocol.send(owner, bond);
}

/** A round in which every primary revealed the same transcript. */
async function revealRound(stage: Stage): Promise<bigint> {
  const { protocol, owner } = stage;
  const { deployment } = protocol;
  const [roundId, modelId] = [1n, 1n];
  await sealExam(stage);
  await protocol.send(owner, calls.models.register(deployment, { input: modelInput(owner.address) }));
  const stake = calls.stake.stakeModel(deployment, { modelId, amount: PARAMETERS.minPublisherStake });
  const open = calls.admission.openRound(deployment, { modelId, maxFee: PARAMETERS.roundFee });
  const stakeAllowance = { spender: stake.address, amount: PARAMETERS.minPublisherStake };
  await protocol.send(owner, calls.token.approve(deployment, stakeAllowance));
  await protocol.send(owner, stake);
  const feeAllowance = { spender: open.address, amount: PARAMETERS.roundFee };
  await protocol.send(owner, calls.token.approve(deployment, feeAllowance));
  await protocol.send(owner, open);
  await protocol.passEpochs();
  await protocol.send(owner, calls.admission.draw(deployment, { roundId }));
  const wraps = Array.from({ length: PARAMETERS.seats + PARAMETERS.reserves }, () => toHex(word("wrap")));
  await protocol.send(owner, calls.admission.postKeys(deployment, { roundId, wraps }));
  const { root, rootNode, lanes } = TREE;
  const { chainId } = deployment;
  const { admission } = deployment.addresses;
  for (let seat = 0; seat < PARAMETERS.seats; seat++) {
    const evaluator = await evaluatorAt(stage, roundId, seat);
    const result = { roundId, seat, evaluator: evaluator.address, root, lanes, salt: SALT };
    const commitment = commitmentHash({ chainId, admission, ...result });
    await protocol.send(evaluator, calls.admission.commit(deployment, { roundId, seat, commitment }));
  }
  for (let seat = 0; seat < PARAMETERS.seats; seat++) {
    const shown = { roundId, seat, rootNode, salt: SALT, transcriptCid: CID, reportCid: CID };
    await protocol.send(await evaluatorAt(stage, roundId, seat), calls.admission.reveal(deployment, shown));
  }
  return roundId;
}

async function evaluatorAt({ protocol, evaluators }: Stage, roundId: bigint, seat: number): Promise<PrivateKeyAccount> {
  const view = await readSeat(protocol.client, { deployment: protocol.deployment, roundId, seat });
  const evaluator = evaluators.get(view.evaluator);
  if (evaluator === undefined) throw new Error(`Seat ${seat} is held by a stranger: ${view.evaluator}.`);
  return evaluator;
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
async function convict({ protocol, owner }: Stage, roundId: bigint, seat: number): Promise<number> {
  const { deployment, client } = protocol;
  const { batchId } = await readRound(client, { deployment, roundId });
  const fault = { ground: "bit", proof: bitProof(batchId) } as const;
  const commitment = faultCommitment({
    chainId: deployment.chainId,
    contract: deployment.addresses.fraudProofs,
    prover: owner.address,
    roundId,
    seat,
    ground: fault.ground,
    proofHash: calls.fraudProofs.faultProofHash(fault),
    salt: SALT,
  });
  await protocol.send(owner, calls.fraudProofs.announce(deployment, { commitment }));
  const announcement = await client.readContract(calls.fraudProofs.announcementCount(deployment));
  const accusation = { roundId, seat, announcement, rival: 0n, salt: SALT };
  return protocol.send(owner, calls.fraudProofs.prove(deployment, { accusation, fault }));
}
