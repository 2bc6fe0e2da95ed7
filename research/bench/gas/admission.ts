import * as calls from "@assay/sdk/calls";
import { type Address, encodeAbiParameters, type Hex, keccak256, type PrivateKeyAccount, toHex } from "viem";
import type { ParamSet } from "../../../ignition/parameters/types.ts";
import { CID, type Datanet } from "./datanets.ts";
import type { Protocol } from "./protocol.ts";

const EVALUATORS = 10;
/** Rounds until chance must have drawn every evaluator and then five different ones. */
const MAX_ROUNDS = 80;
const UNITS = 20n;
/** An HPKE wrap of a 32-byte key: 32 bytes of X25519 key, 32 of ciphertext and a tag of 16. */
const WRAP = `0x${"5a".repeat(80)}` as const;
const word = (name: string): Hex => keccak256(toHex(name));

type Steps = Readonly<Record<string, number>>;

/**
 * Gas of every step of a round from open to finalize, in the steady state and at its dearest: every evaluator has been
 * paid before, all seats and reserves went to different ones, and keys are posted for all of them. Without audits: the set
 * asks for none, so that every seat is paid as if it had done its own.
 */
export async function measureAdmission(protocol: Protocol, paramSet: ParamSet, datanet: Datanet): Promise<Steps> {
  const { deployment } = protocol;
  const evaluators = new Map<Address, PrivateKeyAccount>();
  for (let i = 0; i < EVALUATORS; i++) {
    const evaluator = await joinEvaluator(protocol, paramSet, i);
    evaluators.set(evaluator.address, evaluator);
  }
  const publisher = await joinPublisher(protocol, paramSet);
  await bondCustodian(protocol, paramSet, datanet);
  await protocol.passEpochs();
  const paidBefore = new Set<Address>();
  for (let modelId = 1n; modelId <= MAX_ROUNDS; modelId++) {
    const input = modelInput(datanet, publisher.address, modelId);
    await protocol.send(publisher, calls.models.register(deployment, { input }));
    const amount = paramSet.minPublisherStake;
    await protocol.send(publisher, calls.stake.stakeModel(deployment, { modelId, amount }));
    const isSteady = paidBefore.size === EVALUATORS;
    const { steps, seats } = await runRound(protocol, paramSet, { datanet, publisher, evaluators, roundId: modelId });
    if (isSteady && new Set(seats).size === seats.length) return steps;
    for (const evaluator of seats) paidBefore.add(evaluator);
  }
  throw new Error(`No steady round with ${paramSet.seats} different evaluators in ${MAX_ROUNDS} rounds.`);
}

async function joinPublisher(protocol: Protocol, paramSet: ParamSet): Promise<PrivateKeyAccount> {
  const budget = BigInt(MAX_ROUNDS) * (paramSet.minPublisherStake + paramSet.roundFee);
  const publisher = await protocol.account("publisher", budget);
  const { deployment } = protocol;
  const { stake, admission } = deployment.addresses;
  for (const spender of [stake, admission])
    await protocol.send(publisher, calls.token.approve(deployment, { spender, amount: budget }));
  return publisher;
}

async function bondCustodian(protocol: Protocol, paramSet: ParamSet, datanet: Datanet): Promise<void> {
  const { deployment, deployer } = protocol;
  const { custodian, datanetId } = datanet;
  const amount = 2n * paramSet.custodianBond;
  const bond = calls.stake.postBond(deployment, { datanetId, amount });
  await protocol.send(deployer, calls.token.transfer(deployment, { to: custodian.address, amount }));
  await protocol.send(custodian, calls.token.approve(deployment, { spender: bond.address, amount }));
  await protocol.send(custodian, bond);
}

async function joinEvaluator(protocol: Protocol, paramSet: ParamSet, index: number): Promise<PrivateKeyAccount> {
  const amount = UNITS * paramSet.stakeUnit;
  const evaluator = await protocol.account(`evaluator ${index}`, amount);
  const { deployment } = protocol;
  const encryptionKey = word(`encryption key ${index}`);
  const stake = calls.stake.stakeUnits(deployment, { units: UNITS });
  await protocol.send(evaluator, calls.token.approve(deployment, { spender: stake.address, amount }));
  await protocol.send(evaluator, calls.stake.registerEvaluator(deployment, { encryptionKey }));
  await protocol.send(evaluator, stake);
  return evaluator;
}

function modelInput({ datanetId }: Datanet, trainer: Address, modelId: bigint) {
  return {
    baseId: word("base id"),
    baseHash: word("base"),
    adapterHash: word(`adapter ${modelId}`),
    runManifestHash: word(`run ${modelId}`),
    tokenizerHash: word("tokenizer"),
    templateHash: word("template"),
    servingProfileHash: word("profile"),
    maxTemperatureMilli: 700,
    trainer,
    baseAuthor: trainer,
    parent: 0n,
    adapterCid: CID,
    runCid: CID,
    sources: [{ datanetId, version: 1, weightBps: 10_000 }],
  };
}

interface Round {
  readonly datanet: Datanet;
  readonly publisher: PrivateKeyAccount;
  readonly evaluators: ReadonlyMap<Address, PrivateKeyAccount>;
  /** each model has one round, of the same number */
  readonly roundId: bigint;
}

async function runRound(
  protocol: Protocol,
  paramSet: ParamSet,
  round: Round,
): Promise<{ steps: Steps; seats: Address[] }> {
  const { deployment } = protocol;
  const { datanet, publisher, roundId } = round;
  const primaries = Array.from({ length: paramSet.seats }, (_, seat) => seat);
  const maxFee = 100n * paramSet.roundFee;
  const open = await protocol.send(publisher, calls.admission.openRound(deployment, { modelId: roundId, maxFee }));
  await protocol.passEpochs();
  const draw = await protocol.send(publisher, calls.admission.draw(deployment, { roundId }));
  const wraps = Array.from({ length: paramSet.seats + paramSet.reserves }, () => WRAP);
  const keys = await protocol.send(datanet.custodian, calls.admission.postKeys(deployment, { roundId, wraps }));

  let commits = 0;
  let reveals = 0;
  const salt = word("salt");
  const works = primaries.map((seat) => workOf(paramSet, roundId, seat));
  const seats: Address[] = [];
  for (const { seat, root, lanes } of works) {
    const evaluator = await evaluatorOf(protocol, round, seat);
    seats.push(evaluator.address);
    const commitment = commitmentOf(protocol, { roundId, seat, evaluator: evaluator.address, root, lanes, salt });
    commits += await protocol.send(evaluator, calls.admission.commit(deployment, { roundId, seat, commitment }));
  }
  for (const { seat, node } of works) {
    const evaluator = await evaluatorOf(protocol, round, seat);
    const shown = { roundId, seat, rootNode: node, salt, transcriptCid: CID, reportCid: CID };
    reveals += await protocol.send(evaluator, calls.admission.reveal(deployment, shown));
  }
  for (let seat = paramSet.seats; seat < paramSet.seats + paramSet.reserves; seat++) {
    seats.push((await evaluatorOf(protocol, round, seat)).address);
  }
  await protocol.pass(paramSet.auditWindow);
  const results = works.map(({ seat, root, lanes }) => ({ seat, root, lanes }));
  const finalize = await protocol.send(publisher, calls.admission.finalize(deployment, { roundId, results }));
  return { steps: { open, draw, keys, commits, reveals, finalize }, seats };
}

async function evaluatorOf(protocol: Protocol, round: Round, seat: number): Promise<PrivateKeyAccount> {
  const view = calls.admission.seatView(protocol.deployment, { roundId: round.roundId, seat });
  const { evaluator: address } = await protocol.client.readContract(view);
  const evaluator = round.evaluators.get(address);
  if (evaluator === undefined) throw new Error(`Seat ${seat} was drawn for ${address}, who is no evaluator.`);
  return evaluator;
}

interface RootNode {
  readonly level: number;
  readonly left: Hex;
  readonly lanesLeft: bigint;
  readonly right: Hex;
  readonly lanesRight: bigint;
}

/** A seat's transcript, as far as the chain sees it: the root's two children and what follows from them. */
function workOf(paramSet: ParamSet, roundId: bigint, seat: number) {
  const lanes = lanesOf(paramSet, seat);
  const lanesLeft = lanesOf({ ...paramSet, itemsPerBatch: paramSet.itemsPerBatch / 2 }, 0);
  const node: RootNode = {
    level: Math.ceil(Math.log2(paramSet.itemsPerBatch)),
    left: word(`left ${roundId} ${seat}`),
    lanesLeft,
    right: word(`right ${roundId} ${seat}`),
    lanesRight: lanes - lanesLeft,
  };
  return { seat, node, lanes, root: rootOf(node) };
}

/** Tag of an inner node in contracts/libraries/TranscriptTree.sol. */
const TAG_INNER = 2;

function rootOf({ level, left, lanesLeft, right, lanesRight }: RootNode): Hex {
  const types = ["uint8", "uint8", "bytes32", "uint256", "bytes32", "uint256"] as const;
  return keccak256(
    encodeAbiParameters(
      types.map((type) => ({ type })),
      [TAG_INNER, level, left, lanesLeft, right, lanesRight],
    ),
  );
}

/** The lanes a suite runs (first, repeats 1..5, carry-over, format), with counts that differ a little by seat. */
function lanesOf({ itemsPerBatch }: ParamSet, seat: number): bigint {
  return [0, 1, 2, 3, 4, 5, 6, 8].reduce(
    (word, lane) => word | (BigInt(itemsPerBatch - seat) << BigInt(16 * lane)),
    0n,
  );
}

interface Result {
  readonly roundId: bigint;
  readonly seat: number;
  readonly evaluator: Address;
  readonly root: Hex;
  readonly lanes: bigint;
  readonly salt: Hex;
}

function commitmentOf(protocol: Protocol, { roundId, seat, evaluator, root, lanes, salt }: Result): Hex {
  const types = ["uint256", "address", "uint256", "uint8", "address", "bytes32", "uint256", "bytes32"] as const;
  return keccak256(
    encodeAbiParameters(
      types.map((type) => ({ type })),
      [31_337n, protocol.deployment.addresses.admission, roundId, seat, evaluator, root, lanes, salt],
    ),
  );
}
