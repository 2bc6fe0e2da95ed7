import { type Address, encodeAbiParameters, type Hex, keccak256, type PrivateKeyAccount, toHex } from "viem";
import type { ParamSet } from "../../../ignition/parameters/types.ts";
import { CID, type Datanet } from "./datanets.ts";
import type { Protocol } from "./protocol.ts";

const EVALUATORS = 8;
const UNITS = 20n;
const SEED_BLOCKS = 8;
/** An HPKE wrap of a 32-byte key: 32 bytes of X25519 key, 32 of ciphertext and a tag of 16. */
const WRAP = `0x${"5a".repeat(80)}` as const;
const word = (name: string): Hex => keccak256(toHex(name));

/** Gas of every step of the second round of a publisher, from open to finalize, with each evaluator paid before. */
export async function measureAdmission(
  protocol: Protocol,
  paramSet: ParamSet,
  datanet: Datanet,
): Promise<Readonly<Record<string, number>>> {
  const evaluators = new Map<Address, PrivateKeyAccount>();
  for (let i = 0; i < EVALUATORS; i++) {
    const evaluator = await joinEvaluator(protocol, paramSet, i);
    evaluators.set(evaluator.address, evaluator);
  }
  const { admission, stake } = protocol.addresses;
  const budget = 10n * paramSet.minPublisherStake;
  const publisher = await protocol.account("publisher", budget);
  await protocol.send(publisher, "token", "approve", [stake, budget]);
  await protocol.send(publisher, "token", "approve", [admission, budget]);

  let steps: Readonly<Record<string, number>> = {};
  for (const modelId of [1n, 2n, 3n]) {
    await protocol.send(publisher, "models", "register", [modelInput(datanet, publisher.address, modelId)]);
    await protocol.send(publisher, "stake", "stakeModel", [modelId, paramSet.minPublisherStake]);
    steps = await runRound(protocol, paramSet, { datanet, publisher, evaluators, modelId, roundId: modelId });
  }
  return steps;
}

async function joinEvaluator(protocol: Protocol, paramSet: ParamSet, index: number): Promise<PrivateKeyAccount> {
  const amount = UNITS * paramSet.stakeUnit;
  const evaluator = await protocol.account(`evaluator ${index}`, amount);
  await protocol.send(evaluator, "token", "approve", [protocol.addresses.stake, amount]);
  await protocol.send(evaluator, "stake", "registerEvaluator", [word(`encryption key ${index}`)]);
  await protocol.send(evaluator, "stake", "stakeUnits", [UNITS]);
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
  readonly modelId: bigint;
  readonly roundId: bigint;
}

async function runRound(protocol: Protocol, paramSet: ParamSet, round: Round) {
  const { datanet, publisher, roundId } = round;
  const seats = Array.from({ length: paramSet.seats }, (_, seat) => seat);
  const maxFee = 100n * paramSet.roundFee;
  const open = await protocol.send(publisher, "admission", "openRound", [round.modelId, maxFee]);
  await protocol.mine(SEED_BLOCKS);
  const draw = await protocol.send(publisher, "admission", "draw", [roundId]);
  const keys = await protocol.send(datanet.custodian, "admission", "postKeys", [roundId, seats.map(() => WRAP)]);

  let commits = 0;
  let reveals = 0;
  const results = [];
  for (const seat of seats) {
    const lanes = lanesOf(paramSet, seat);
    results.push({ seat, root: word(`root ${roundId} ${seat}`), lanes });
  }
  const salt = word("salt");
  for (const { seat, root, lanes } of results) {
    const evaluator = await evaluatorOf(protocol, round, seat);
    const commitment = commitmentOf(protocol, { roundId, seat, evaluator: evaluator.address, root, lanes, salt });
    commits += await protocol.send(evaluator, "admission", "commit", [roundId, seat, commitment]);
  }
  for (const { seat, root, lanes } of results) {
    const evaluator = await evaluatorOf(protocol, round, seat);
    reveals += await protocol.send(evaluator, "admission", "reveal", [roundId, seat, root, lanes, salt, CID, CID]);
  }
  const finalize = await protocol.send(publisher, "admission", "finalize", [roundId, results]);
  return { open, draw, keys, commits, reveals, finalize };
}

async function evaluatorOf(protocol: Protocol, round: Round, seat: number): Promise<PrivateKeyAccount> {
  const [address] = (await protocol.read("admission", "seatOf", [round.roundId, seat])) as [Address];
  const evaluator = round.evaluators.get(address);
  if (evaluator === undefined) throw new Error(`Seat ${seat} was drawn for ${address}, who is no evaluator.`);
  return evaluator;
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
      [31_337n, protocol.addresses.admission, roundId, seat, evaluator, root, lanes, salt],
    ),
  );
}
