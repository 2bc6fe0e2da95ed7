import { rewardDistributorAbi } from "@assay/sdk/abi";
import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { type EpochDocument, parseDocument } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { type RewardLeaf, rewardsSumTree, rewardsTree } from "@assay/sdk/hashing";
import { type Address, type ContractFunctionReturnType, type Hex, keccak256 } from "viem";
import type { ChainClient } from "../platform/chain/clients.ts";
import type { Ipfs } from "../platform/ipfs/ipfs.ts";

/** Blocks between an epoch's block and its posting that the contract allows. */
export const MAX_BLOCK_AGE = 256n;
/** Largest epoch.json read, bytes; anyone may post one. */
const LIMIT_BYTES = 64 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 30_000;

/** IRewardDistributor.EpochState. */
const STATES = ["none", "pending", "objected", "final"] as const;
export type EpochState = (typeof STATES)[number];

type StoredEpoch = ContractFunctionReturnType<typeof rewardDistributorAbi, "view", "epochOf">;
/** A posted epoch as the chain holds it. */
export type PostedEpoch = StoredEpoch & { epoch: bigint; cid: string; state: EpochState };

/** What the next epoch builds on. */
export interface EpochBase {
  cid: string | undefined;
  leaves: RewardLeaf[];
  depth: number;
  /** fees paid so far, by model id */
  paid: Map<string, bigint>;
  total: bigint;
}

export interface EpochChainOptions {
  client: ChainClient;
  ipfs: Ipfs;
  deployment: Deployment;
}

/** Reads epochs from the chain itself: the number of a discarded one is posted again, so an index may show another. */
export function createEpochChain({ client, ipfs, deployment }: EpochChainOptions) {
  const { rewards, token } = deployment.addresses;

  async function cidOf(epoch: bigint, { asOfBlock, attempt }: StoredEpoch): Promise<string> {
    const fromBlock = BigInt(asOfBlock) + 1n;
    const head = await client.getBlockNumber({ cacheTime: 0 });
    const toBlock = fromBlock + MAX_BLOCK_AGE < head ? fromBlock + MAX_BLOCK_AGE : head;
    const events = await client.getContractEvents({
      address: rewards,
      abi: rewardDistributorAbi,
      eventName: "EpochPosted",
      args: { epoch },
      fromBlock,
      toBlock,
      strict: true,
    });
    const found = events.find(({ args }) => args.posted.attempt === attempt);
    if (found === undefined)
      throw new AssayError(`The chain shows no posting of epoch ${epoch}; try again.`, {
        code: "epoch_event",
        status: 502,
      });
    return found.args.cid;
  }

  return {
    /** The newest epoch, or undefined when there is none. */
    async newest(): Promise<PostedEpoch | undefined> {
      const epoch = await client.readContract(calls.rewards.currentEpoch(deployment));
      return epoch === 0n ? undefined : await this.read(epoch);
    },
    async read(epoch: bigint): Promise<PostedEpoch> {
      const [stored, state] = await Promise.all([
        client.readContract(calls.rewards.epochOf(deployment, { epoch })),
        client.readContract(calls.rewards.stateOf(deployment, { epoch })),
      ]);
      return { ...stored, epoch, cid: await cidOf(epoch, stored), state: STATES[state] ?? "none" };
    },
    /** Where the treasury's part of every fee goes; the same for all who compute. */
    treasury: (): Promise<Address> => client.readContract(calls.rewards.treasury(deployment)),
    /** epoch.json of a posted epoch. Throws when its bytes are not those on chain. */
    async document({ epoch, cid, attributionHash }: PostedEpoch): Promise<EpochDocument> {
      const bytes = await ipfs.getBytes(cid, {
        limitBytes: LIMIT_BYTES,
        signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
      });
      if (keccak256(bytes) !== attributionHash)
        throw new AssayError(`Epoch ${epoch} is not what ${cid} says.`, { code: "epoch_invalid", status: 502 });
      return parseDocument("epoch", bytes);
    },
    leavesOf: (document: EpochDocument): RewardLeaf[] =>
      document.leaves.map(({ account, cumulative }) => ({ account, token, cumulative: BigInt(cumulative) })),
    /** What the epoch after `posted` adds to; `posted` must be final. */
    async baseOf(posted: PostedEpoch | undefined): Promise<EpochBase> {
      if (posted === undefined) return { cid: undefined, leaves: [], depth: 1, paid: new Map(), total: 0n };
      const document = await this.document(posted);
      const leaves = this.leavesOf(document);
      if (!isRoot(leaves, posted))
        throw new AssayError(`The leaves in ${posted.cid} are not those of epoch ${posted.epoch}.`, {
          code: "epoch_invalid",
          status: 502,
        });
      const paid = new Map(document.paid.map(({ modelId, amount }) => [modelId, BigInt(amount)]));
      return { cid: posted.cid, leaves, depth: posted.depth, paid, total: posted.total };
    },
  };
}

export type EpochChain = ReturnType<typeof createEpochChain>;

/** Whether the posted roots are over these leaves. */
export function isRoot(leaves: RewardLeaf[], posted: { root: Hex; sumRoot: Hex; depth: number }): boolean {
  if (leaves.length > 2 ** posted.depth) return false;
  const isSum = rewardsSumTree(leaves, posted.depth).root === posted.sumRoot;
  return isSum && rewardsTree(leaves, posted.depth).root === posted.root;
}
