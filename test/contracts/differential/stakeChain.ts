import { join } from "node:path";
import {
  type Abi,
  type Address,
  createPublicClient,
  decodeFunctionResult,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  http,
  numberToHex,
  type PublicClient,
  parseEventLogs,
  type TransactionReceipt,
  zeroAddress,
} from "viem";
import { artifactReader } from "../../../ignition/deploy/artifacts.ts";
import { local } from "../../../ignition/parameters/local.ts";
import { withChain } from "../../support/scratchChain.ts";

const ARTIFACTS = join(import.meta.dirname, "..", "..", "..", "artifacts", "contracts");
const BLOCKS_PER_EPOCH = 40n;
/** No step takes more blocks than this, so a step that begins with as many left ends in the same epoch. */
const BLOCKS_PER_STEP = 4n;
const TRANSACTION_GAS = 20_000_000n;
/** enough for some thousand draws in one eth_call */
const CALL_GAS = 1_000_000_000n;
const CONTRACTS = ["AssayToken", "ProtocolParams", "BlockHashRandomness", "DrawCourt", "StakeManager"] as const;

type Contract = (typeof CONTRACTS)[number];
type Deployed = Record<Contract, { address: Address; abi: Abi }>;

/** A chain whose StakeManager is the compiled one and whose Admission is a DrawCourt. Accounts are numbered from 1. */
export interface StakeChain {
  /** stakes units; the first time, registers the account and gives it tokens */
  stake(account: number, units: number): Promise<TransactionReceipt>;
  unstake(account: number, units: number): Promise<void>;
  /** draws and locks; undefined where the contract refuses */
  draw(seed: Hex, count: number, barred: readonly number[]): Promise<{ ids: number[]; gas: number } | undefined>;
  release(ids: readonly number[]): Promise<void>;
  slash(id: number): Promise<void>;
  /** the seats of `draws` draws with the seeds keccak256(abi.encode(i)), i from `first` on; changes nothing */
  sample(first: number, draws: number, seats: number, barred: readonly number[]): Promise<number[]>;
  /** whether the next step might not end in this epoch */
  epochIsEnding(): Promise<boolean>;
  passEpoch(): Promise<void>;
}

/** Deploys on a fresh chain and runs `use`. */
export function withStakeChain<T>(use: (chain: StakeChain) => Promise<T>): Promise<T> {
  return withChain(async ({ rpcUrl }) => {
    const sender = await createSender(rpcUrl);
    return use(stakeChain(sender, await deployStake(sender)));
  });
}

/** Sends from any address at all: the chain asks for no signatures. */
interface Sender {
  readonly client: PublicClient;
  /** anvil's own methods, which viem's public client has no types for */
  ask(method: string, params: readonly unknown[]): Promise<unknown>;
  /** the receipt, whether or not the transaction reverted */
  send(from: Address, to: Address | undefined, data: Hex): Promise<TransactionReceipt>;
}

function addressOf(account: number): Address {
  return numberToHex(0xacc0_0000 + account, { size: 20 });
}

async function createSender(rpcUrl: string): Promise<Sender> {
  const client = createPublicClient({ transport: http(rpcUrl) });
  const ask = client.request as unknown as (call: { method: string; params: readonly unknown[] }) => Promise<unknown>;
  const sender: Sender = {
    client,
    ask: (method, params) => ask({ method, params }),
    send: async (from, to, data) => {
      const gas = numberToHex(TRANSACTION_GAS);
      const hash = await ask({ method: "eth_sendTransaction", params: [{ from, to, data, gas }] });
      await ask({ method: "evm_mine", params: [] });
      return client.getTransactionReceipt({ hash: hash as Hex });
    },
  };
  await sender.ask("anvil_autoImpersonateAccount", [true]);
  // One block for each transaction, and its receipt there when the request for the block returns.
  await sender.ask("evm_setAutomine", [false]);
  await sender.ask("evm_setBlockGasLimit", [numberToHex(CALL_GAS)]);
  await sender.ask("anvil_setBalance", [addressOf(0), numberToHex(10n ** 24n)]);
  return sender;
}

/** Account 0 deploys, holds the token and is the treasury. */
async function deployStake(sender: Sender): Promise<Deployed> {
  const resolver = artifactReader(ARTIFACTS);
  const deployer = addressOf(0);
  const deployed: Partial<Deployed> = {};
  const address = (name: Contract): Address => deployed[name]?.address ?? zeroAddress;
  const args: Record<Contract, () => readonly unknown[]> = {
    AssayToken: () => [deployer],
    ProtocolParams: () => [deployer, deployer, local.paramSet, local.gates],
    BlockHashRandomness: () => [BLOCKS_PER_EPOCH],
    DrawCourt: () => [],
    // The two registries are asked only about models and bonds, which these tests leave out.
    StakeManager: () => [
      address("AssayToken"),
      address("ProtocolParams"),
      deployer,
      deployer,
      address("BlockHashRandomness"),
      deployer,
    ],
  };
  for (const name of CONTRACTS) {
    const { abi, bytecode } = (await resolver.loadArtifact(name)) as unknown as { abi: Abi; bytecode: Hex };
    const receipt = await sender.send(deployer, undefined, encodeDeployData({ abi, bytecode, args: args[name]() }));
    if (!receipt.contractAddress) throw new Error(`${name} was not deployed.`);
    deployed[name] = { abi, address: receipt.contractAddress };
  }
  const contracts = deployed as Deployed;
  const { abi, address: stake } = contracts.StakeManager;
  const connect = encodeFunctionData({ abi, functionName: "connectAdmission", args: [contracts.DrawCourt.address] });
  await sender.send(deployer, stake, connect);
  // The court sends its own transactions.
  await sender.ask("anvil_setBalance", [contracts.DrawCourt.address, numberToHex(10n ** 24n)]);
  return contracts;
}

function stakeChain(sender: Sender, contracts: Deployed): StakeChain {
  const { StakeManager: stake, DrawCourt: court } = contracts;
  const known = new Set<number>();

  const attempt = (from: Address, contract: Contract, functionName: string, args: readonly unknown[]) => {
    const { abi, address } = contracts[contract];
    return sender.send(from, address, encodeFunctionData({ abi, functionName, args }));
  };
  const must = async (from: Address, contract: Contract, functionName: string, args: readonly unknown[]) => {
    const receipt = await attempt(from, contract, functionName, args);
    if (receipt.status !== "success") throw new Error(`${contract}.${functionName}(${args.join()}) reverted.`);
    return receipt;
  };
  const asOperator = (functionName: string, args: readonly unknown[]) =>
    attempt(court.address, "StakeManager", functionName, args);

  const register = async (account: number) => {
    const address = addressOf(account);
    known.add(account);
    await sender.ask("anvil_setBalance", [address, numberToHex(10n ** 21n)]);
    await must(addressOf(0), "AssayToken", "transfer", [address, 10_000n * local.paramSet.stakeUnit]);
    await must(address, "AssayToken", "approve", [stake.address, 10n ** 30n]);
    await must(address, "StakeManager", "registerEvaluator", [numberToHex(account, { size: 32 })]);
  };

  return {
    stake: async (account, units) => {
      if (!known.has(account)) await register(account);
      return must(addressOf(account), "StakeManager", "stakeUnits", [BigInt(units)]);
    },
    unstake: async (account, units) => {
      await must(addressOf(account), "StakeManager", "unstakeUnits", [BigInt(units)]);
    },
    draw: async (seed, count, barred) => {
      const receipt = await asOperator("drawSeats", [seed, count, barred, 1n]);
      if (receipt.status !== "success") return undefined;
      const [log] = parseEventLogs({ abi: stake.abi, logs: receipt.logs, eventName: "UnitsLocked" });
      const { stakerIds } = (log as unknown as { args: { stakerIds: number[] } }).args;
      return { ids: stakerIds, gas: Number(receipt.gasUsed) };
    },
    release: async (ids) => {
      if ((await asOperator("release", [ids, 1n])).status !== "success") throw new Error(`release(${ids}) reverted.`);
    },
    slash: async (id) => {
      if ((await asOperator("slash", [id, 1n, 0n])).status !== "success") throw new Error(`slash(${id}) reverted.`);
    },
    sample: async (first, draws, seats, barred) => {
      const args = [stake.address, BigInt(first), BigInt(draws), seats, barred];
      const data = encodeFunctionData({ abi: court.abi, functionName: "sample", args });
      const result = await sender.client.call({ to: court.address, data, gas: CALL_GAS });
      return decodeFunctionResult({ abi: court.abi, functionName: "sample", data: result.data ?? "0x" }) as number[];
    },
    epochIsEnding: async () => {
      const next = (await sender.client.getBlockNumber({ cacheTime: 0 })) + 1n;
      return (next % BLOCKS_PER_EPOCH) + BLOCKS_PER_STEP > BLOCKS_PER_EPOCH;
    },
    passEpoch: async () => {
      const block = await sender.client.getBlockNumber({ cacheTime: 0 });
      await sender.ask("anvil_mine", [numberToHex(BLOCKS_PER_EPOCH - (block % BLOCKS_PER_EPOCH))]);
    },
  };
}
