import { join } from "node:path";
import { CONTRACT_NAMES, CONTRACTS, type ContractName, type Deployment } from "@assay/sdk/deployment";
import {
  type Abi,
  type Address,
  createTestClient,
  type Hex,
  http,
  keccak256,
  type PrivateKeyAccount,
  publicActions,
  toHex,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { artifactReader } from "../../../ignition/deploy/artifacts.ts";
import { deployAssay } from "../../../ignition/deploy/deploy.ts";
import type { AssayParameters } from "../../../ignition/parameters/types.ts";
import { withChain } from "./chain.ts";
import { receiptOf } from "./receipt.ts";

const ARTIFACTS = join(import.meta.dirname, "..", "..", "..", "artifacts", "contracts");
const ETHER = 10n ** 18n;
/** Seeds come from block hashes whatever the profile says: a VRF's answer is the oracle's transaction, not a user's. */
const BLOCKS_PER_EPOCH = 4;

/** A fresh chain with the protocol on it. */
export interface Protocol {
  readonly addresses: Deployment["addresses"];
  readonly deployer: PrivateKeyAccount;
  /** the account of a name: always the same key, with ether and, when asked for, tokens (wei) */
  account(name: string, tokens?: bigint): Promise<PrivateKeyAccount>;
  /** sends a transaction, fails when it reverts, and returns the gas it used */
  send(
    from: PrivateKeyAccount,
    contract: ContractName,
    functionName: string,
    args: readonly unknown[],
  ): Promise<number>;
  read(contract: ContractName, functionName: string, args: readonly unknown[]): Promise<unknown>;
  blockNumber(): Promise<bigint>;
  /** mines until two epochs have begun and the seed of the running one is known to the next transaction */
  passEpochs(): Promise<void>;
  /** moves the clock on by `seconds` */
  pass(seconds: number): Promise<void>;
}

/** Deploys on a fresh chain and runs `use`. */
export function withProtocol<T>(parameters: AssayParameters, use: (protocol: Protocol) => Promise<T>): Promise<T> {
  return withChain(async ({ rpcUrl, folder }) =>
    use(await connect(rpcUrl, parameters, join(folder, "deployment.json"))),
  );
}

function keyOf(name: string): Hex {
  return keccak256(toHex(`assay gas ${name}`));
}

async function connect(rpcUrl: string, parameters: AssayParameters, out: string): Promise<Protocol> {
  const client = createTestClient({ mode: "anvil", chain: foundry, transport: http(rpcUrl), pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
  const deployer = privateKeyToAccount(keyOf("deployer"));
  await client.setBalance({ address: deployer.address, value: 1_000n * ETHER });
  const { addresses } = await deployAssay({
    rpcUrl,
    privateKey: keyOf("deployer"),
    parameters: { ...parameters, randomness: { kind: "blockHash", blocksPerEpoch: BLOCKS_PER_EPOCH } },
    out,
  });

  const resolver = artifactReader(ARTIFACTS);
  const abis = new Map<ContractName, Abi>();
  for (const name of CONTRACT_NAMES) {
    abis.set(name, (await resolver.loadArtifact(CONTRACTS[name])).abi as Abi);
  }
  const target = (contract: ContractName): { address: Address; abi: Abi } => ({
    address: addresses[contract],
    abi: abis.get(contract) ?? [],
  });

  const protocol: Protocol = {
    addresses,
    deployer,
    async account(name, tokens = 0n) {
      const account = privateKeyToAccount(keyOf(name));
      await client.setBalance({ address: account.address, value: 100n * ETHER });
      if (tokens !== 0n) await protocol.send(deployer, "token", "transfer", [account.address, tokens]);
      return account;
    },
    async send(from, contract, functionName, args) {
      const hash = await client.writeContract({ ...target(contract), account: from, functionName, args });
      const receipt = await receiptOf(client, hash);
      if (receipt.status !== "success") throw new Error(`${contract}.${functionName} reverted in ${hash}.`);
      return Number(receipt.gasUsed);
    },
    read: (contract, functionName, args) => client.readContract({ ...target(contract), functionName, args }),
    blockNumber: () => client.getBlockNumber({ cacheTime: 0 }),
    async passEpochs() {
      const next = Number(await client.getBlockNumber({ cacheTime: 0 })) + 1;
      // An epoch's first block makes its seed; the second can use it.
      const later = next + 2 * BLOCKS_PER_EPOCH;
      await client.mine({ blocks: later - (later % BLOCKS_PER_EPOCH) + 1 - next });
    },
    async pass(seconds) {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
  };
  return protocol;
}
