import { join } from "node:path";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import {
  type Client,
  createTestClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type PrivateKeyAccount,
  type PublicActions,
  publicActions,
  toHex,
  walletActions,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { foundry } from "viem/chains";
import { deployAssay } from "../../../ignition/deploy/deploy.ts";
import type { AssayParameters } from "../../../ignition/parameters/types.ts";
import { withChain } from "../../../test/support/scratchChain.ts";
import { receiptOf } from "./receipt.ts";

const ETHER = 10n ** 18n;
/** Seeds come from block hashes whatever the profile says: a VRF's answer is the oracle's transaction, not a user's. */
const BLOCKS_PER_EPOCH = 4;

/** A fresh chain with the protocol on it. */
export interface Protocol {
  readonly deployment: Deployment;
  /** reads the chain */
  readonly client: Client & Pick<PublicActions, "readContract">;
  readonly deployer: PrivateKeyAccount;
  /** the account of a name: always the same key, with ether and, when asked for, tokens (wei) */
  account(name: string, tokens?: bigint): Promise<PrivateKeyAccount>;
  /** sends a transaction, fails when it reverts, and returns the gas it used */
  send(from: PrivateKeyAccount, call: calls.ContractCall): Promise<number>;
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
  const deployment = await deployAssay({
    rpcUrl,
    privateKey: keyOf("deployer"),
    parameters: { ...parameters, randomness: { kind: "blockHash", blocksPerEpoch: BLOCKS_PER_EPOCH } },
    out,
  });

  const protocol: Protocol = {
    deployment,
    client,
    deployer,
    async account(name, tokens = 0n) {
      const account = privateKeyToAccount(keyOf(name));
      await client.setBalance({ address: account.address, value: 100n * ETHER });
      if (tokens !== 0n)
        await protocol.send(deployer, calls.token.transfer(deployment, { to: account.address, amount: tokens }));
      return account;
    },
    async send(from, call) {
      const data = encodeFunctionData(call);
      const hash = await client.sendTransaction({ account: from, to: call.address, data });
      const receipt = await receiptOf(client, hash);
      if (receipt.status !== "success") throw new Error(`${call.functionName} reverted in ${hash}.`);
      return Number(receipt.gasUsed);
    },
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
