/** The real contracts on an anvil chain whose every block time the test chooses, and an index that follows it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as abis from "@assay/sdk/abi";
import { commitmentHash } from "@assay/sdk/hashing";
import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  type TransactionReceipt,
  zeroAddress,
  zeroHash,
} from "viem";
import { deployAssay } from "../../../ignition/deploy/deploy.ts";
import { local } from "../../../ignition/parameters/local.ts";
import type { ParamSet } from "../../../ignition/parameters/types.ts";
import { runIndexer } from "../../../node/src/indexer/testing/runningIndexer.ts";
import { type AnvilWithClient, startAnvilWithClient } from "../../support/anvilWithClient.ts";

const PHASES = [
  "NONE",
  "OPEN",
  "DRAWN",
  "COMMIT",
  "SECOND_COMMIT",
  "REVEAL",
  "AUDIT",
  "FINALIZABLE",
  "FINAL",
  "VOID",
] as const;
/** A phase as the index names it. */
export type Phase = (typeof PHASES)[number];

const STATUSES = ["NONE", "DRAWN", "EXCLUDED", "COMMITTED", "REVEALED", "CONVICTED"] as const;
export type SeatStatus = (typeof STATUSES)[number];

/** First account of every anvil: it deploys, and is curator, custodian and publisher. */
const KEY: Hex = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";
const OWNER: Address = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
/** Two draws bar eight each at most, and a third still finds someone. */
const EVALUATORS = 24;
const UNITS = 40n;
const BLOCKS_PER_EPOCH = 10n;
const GAS = 6_000_000n;
const DAY = 24 * 60 * 60;
const CID = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
/** Level of the root of a batch of 32 items. */
const ROOT_LEVEL = 5;

const ABIS = {
  token: abis.assayTokenAbi,
  params: abis.protocolParamsAbi,
  randomness: abis.iRandomnessAbi,
  datanets: abis.datanetRegistryAbi,
  models: abis.modelRegistryAbi,
  stake: abis.stakeManagerAbi,
  admission: abis.admissionAbi,
} as const;
type Contract = keyof typeof ABIS;

/** Windows as short as they may be: later sets must keep a quarter of them. Money at entry would only be in the way. */
const SHORTEST: ParamSet = {
  ...local.paramSet,
  keyWindow: 5,
  commitWindow: 5,
  revealWindow: 5,
  auditWindow: 5,
  unstakeCooldown: 30 * DAY,
  minPublisherStake: 0n,
  roundFee: 0n,
  custodianBond: 0n,
};

const word = (value: number): Hex => numberToHex(value, { size: 32 });
const evaluatorAt = (index: number): Address => numberToHex(0xe0_0000 + index, { size: 20 });

/** The top node of a transcript in which nothing passed; its left half names the seat. */
function rootNode(seat: number) {
  return { level: ROOT_LEVEL, left: word(seat + 1), lanesLeft: 0n, right: word(0xff), lanesRight: 0n };
}

function rootOf(seat: number): Hex {
  const { level, left, lanesLeft, right, lanesRight } = rootNode(seat);
  const types = ["uint8", "uint8", "bytes32", "uint256", "bytes32", "uint256"].map((type) => ({ type }));
  return keccak256(encodeAbiParameters(types, [2, level, left, lanesLeft, right, lanesRight]));
}

export type RoundChain = Awaited<ReturnType<typeof startRoundChain>>;

/** Starts chain and index. Stop it when done. */
export async function startRoundChain() {
  const anvil = await startAnvilWithClient();
  try {
    return await followRounds(anvil);
  } catch (error) {
    await anvil.close();
    throw error;
  }
}

async function followRounds(anvil: AnvilWithClient) {
  const folder = await mkdtemp(join(tmpdir(), "assay-clock-"));
  const { client } = anvil;
  const deployment = await deployAssay({
    rpcUrl: anvil.rpcUrl,
    privateKey: KEY,
    parameters: {
      ...local,
      paramSet: SHORTEST,
      randomness: { kind: "blockHash", blocksPerEpoch: Number(BLOCKS_PER_EPOCH) },
    },
    out: join(folder, "deployment.json"),
  });
  const { addresses } = deployment;
  // Whoever is named as the sender is: evaluators, the judge and the timelock have no keys here.
  const ask = client.request as (call: { method: string; params: readonly unknown[] }) => Promise<unknown>;
  await ask({ method: "anvil_autoImpersonateAccount", params: [true] });
  // One block for each transaction, and its receipt there when the request for the block returns.
  await client.setAutomine(false);
  const judge = addresses.exclusions;
  const funded = [judge, addresses.timelock, ...Array.from({ length: EVALUATORS }, (_, index) => evaluatorAt(index))];
  for (const address of funded) await client.setBalance({ address, value: 10n ** 24n });

  /** The newest block and its time. */
  const latest = async () => {
    const { number: block, timestamp } = await client.getBlock();
    return { block, time: Number(timestamp) };
  };

  /** Sends in a block of its own; at `time` where one is given. Throws where the contract refuses. */
  async function send(
    from: Address,
    contract: Contract,
    functionName: string,
    args: readonly unknown[],
    time?: number,
  ): Promise<TransactionReceipt> {
    const data = encodeFunctionData({ abi: ABIS[contract] as Abi, functionName, args });
    if (time !== undefined) await client.setNextBlockTimestamp({ timestamp: BigInt(time) });
    const hash = await client.sendTransaction({ account: from, to: addresses[contract], data, gas: GAS });
    await client.mine({ blocks: 1 });
    const receipt = await client.getTransactionReceipt({ hash });
    if (receipt.status !== "success") throw new Error(`${contract}.${functionName}(${String(args)}) reverted.`);
    return receipt;
  }

  const read = <T>(contract: Contract, functionName: string, args: readonly unknown[]) =>
    client.readContract({
      address: addresses[contract],
      abi: ABIS[contract] as Abi,
      functionName,
      args,
    }) as Promise<T>;

  /** Phase of a round and its end (0 where time ends nothing) at a time, by the state after a block. */
  async function phaseAt(roundId: bigint, block: bigint, time: number): Promise<{ phase: Phase; end: number }> {
    const at = { address: addresses.admission, abi: ABIS.admission, blockNumber: block, args: [roundId] } as const;
    const blockOverrides = { time: BigInt(time) };
    const [phase, end] = await Promise.all([
      client.readContract({ ...at, functionName: "phaseOf", blockOverrides }),
      client.readContract({ ...at, functionName: "phaseEndOf", blockOverrides }),
    ]);
    return { phase: PHASES[phase] ?? "NONE", end: Number(end) };
  }

  async function seatAt(roundId: bigint, seat: number): Promise<{ evaluator: Address; status: SeatStatus }> {
    type View = { evaluator: Address; status: number };
    const { evaluator, status } = await read<View>("admission", "seatView", [roundId, seat]);
    return { evaluator, status: STATUSES[status] ?? "NONE" };
  }

  /** Mines until the next block is in an epoch after `epoch` whose seed is known to it. */
  async function passEpoch(epoch: number): Promise<void> {
    for (;;) {
      const current = await read<number>("randomness", "currentEpoch", []);
      const isKnown = (await read<Hex>("randomness", "seedOf", [current])) !== zeroHash;
      // The first block of an epoch does not know its own hash yet.
      const isLast = ((await latest()).block + 1n) % BLOCKS_PER_EPOCH === 0n;
      if (current > epoch && isKnown && !isLast) return;
      await client.mine({ blocks: 1 });
    }
  }

  /** A sealed exam of many batches, and evaluators with units enough for every round of the test. */
  async function prepare(): Promise<void> {
    await send(OWNER, "datanets", "create", [word(1), CID, OWNER]);
    const roots = { rowsRoot: word(1), contributorsRoot: word(2), manifestHash: word(3), manifestCid: CID };
    const version = { ...roots, rowCount: 320, contributorCount: 4, totalWeight: 320n };
    await send(OWNER, "datanets", "publishVersion", [1n, version]);
    await passEpoch(await read<number>("randomness", "currentEpoch", []));
    const exam = { holdoutRoot: word(4), batchCount: 1_000, examManifestHash: word(5), examManifestCid: CID };
    await send(OWNER, "datanets", "sealHoldout", [1n, 1, exam]);
    for (let index = 0; index < EVALUATORS; index++) {
      const evaluator = evaluatorAt(index);
      const amount = UNITS * SHORTEST.stakeUnit;
      await send(OWNER, "token", "transfer", [evaluator, amount]);
      await send(evaluator, "token", "approve", [addresses.stake, amount]);
      await send(evaluator, "stake", "registerEvaluator", [word(index + 1)]);
      await send(evaluator, "stake", "stakeUnits", [UNITS]);
    }
    await passEpoch(await read<number>("randomness", "currentEpoch", []));
  }

  let models = 0n;

  /** Opens a round of a new model under a parameter set with these changes; its windows hold for this round. */
  async function openRound(change: Partial<ParamSet>): Promise<bigint> {
    await send(addresses.timelock, "params", "add", [{ ...SHORTEST, ...change }]);
    models += 1n;
    const hash = word(Number(models) + 100);
    const input = {
      baseId: hash,
      baseHash: hash,
      adapterHash: hash,
      runManifestHash: hash,
      tokenizerHash: hash,
      templateHash: hash,
      servingProfileHash: hash,
      maxTemperatureMilli: 300,
      trainer: OWNER,
      baseAuthor: zeroAddress,
      parent: 0n,
      adapterCid: CID,
      runCid: CID,
      sources: [{ datanetId: 1n, version: 1, weightBps: 10_000 }],
    };
    await send(OWNER, "models", "register", [input]);
    await send(OWNER, "admission", "openRound", [models, 0n]);
    return models;
  }

  /** What people and judges can do to a round, each in a block at `time`. */
  function acts(roundId: bigint) {
    const admit = (from: Address, functionName: string, args: readonly unknown[], time: number) =>
      send(from, "admission", functionName, [roundId, ...args], time);
    const bySeat = async (seat: number, functionName: string, args: readonly unknown[], time: number) =>
      admit((await seatAt(roundId, seat)).evaluator, functionName, [seat, ...args], time);
    return {
      draw: (time: number) => admit(OWNER, "draw", [], time),
      postKeys: (seats: number, time: number) => admit(OWNER, "postKeys", [Array(seats).fill("0x01")], time),
      void: (time: number) => admit(OWNER, "voidRound", [], time),
      badKey: (seat: number, time: number) => bySeat(seat, "signalBadKey", [], time),
      commit: async (seat: number, time: number) => {
        const { evaluator } = await seatAt(roundId, seat);
        const id = { chainId: deployment.chainId, admission: addresses.admission, roundId, seat };
        const commitment = commitmentHash({ ...id, evaluator, root: rootOf(seat), lanes: 0n, salt: word(9) });
        return bySeat(seat, "commit", [commitment], time);
      },
      reveal: (seat: number, time: number) => bySeat(seat, "reveal", [rootNode(seat), word(9), CID, CID], time),
      finalize: (seats: readonly number[], time: number) => {
        const results = seats.map((seat) => ({ seat, root: rootOf(seat), lanes: 0n }));
        return admit(OWNER, "finalize", [results], time);
      },
      exclude: (seat: number, time: number) => admit(judge, "excludeSeat", [seat, word(1)], time),
      convict: (seat: number, time: number) => admit(judge, "convict", [seat, zeroAddress, word(2)], time),
      audit: (seat: number, time: number) => admit(judge, "noteAudit", [seat], time),
      hold: (time: number) => admit(judge, "holdFinal", [], time),
      release: (time: number) => admit(judge, "releaseFinal", [], time),
    };
  }

  await prepare();
  const followed = { anvil, deployment: { ...deployment, startBlock: Number(deployment.startBlock) } };
  const indexer = await runIndexer(followed, ":memory:");
  return {
    indexer,
    latest,
    phaseAt,
    seatAt,
    passEpoch,
    openRound,
    acts,
    /** Epoch of the round's opening or newest reopening. */
    openEpochOf: async (roundId: bigint): Promise<number> => {
      type Stored = readonly [bigint, { openEpoch: number }, bigint];
      return (await read<Stored>("admission", "roundOf", [roundId]))[1].openEpoch;
    },
    async stop(): Promise<void> {
      await indexer.close();
      await anvil.close();
      await rm(folder, { recursive: true });
    },
  };
}
