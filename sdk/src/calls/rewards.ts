import type { Address, ContractFunctionArgs, Hex } from "viem";
import { rewardDistributorAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { Discard } from "../hashing/discards.ts";

/** A reward epoch to post; see IRewardDistributor.EpochInput. */
export type EpochInput = ContractFunctionArgs<typeof rewardDistributorAbi, "nonpayable", "postEpoch">[0];

/** Pays protocol fees in, which must be approved before; the statement says which models they come from. */
export function fund(
  deployment: Deployment,
  {
    amount,
    statementHash,
    statementCid,
  }: {
    /** token wei */
    amount: bigint;
    /** keccak256 of statement.json */
    statementHash: Hex;
    statementCid: string;
  },
) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "fund",
    args: [amount, statementHash, statementCid],
  } as const;
}

/** Posts the next reward epoch with its bond, once the one before is final. It must pay more than that one. */
export function postEpoch(deployment: Deployment, { input }: { input: EpochInput }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "postEpoch",
    args: [input],
  } as const;
}

/** Asks a jury to recompute the pending reward epoch, with a bond that must be approved before. */
export function object(
  deployment: Deployment,
  {
    posted,
    recomputed,
    evidenceCid,
  }: {
    /** epochFact of the pending epoch */
    posted: Hex;
    /** the fact found instead */
    recomputed: Hex;
    evidenceCid: string;
  },
) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "object",
    args: [posted, recomputed, evidenceCid],
  } as const;
}

/** Acts on what the jury decided about a reward epoch. Anyone. Reverts with CaseOpen until the case is closed. */
export function settleObjection(deployment: Deployment, { caseId }: { caseId: bigint }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "settleObjection",
    args: [caseId],
  } as const;
}

/** Returns the poster's bond once its reward epoch is final. */
export function returnBond(deployment: Deployment, { epoch }: { epoch: bigint }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "returnBond",
    args: [epoch],
  } as const;
}

/** Pays `account` its increase under the newest final reward epoch. Anyone may call. */
export function claim(
  deployment: Deployment,
  {
    account,
    index,
    cumulative,
    proof,
  }: {
    account: Address;
    /** the account's place in the tree */
    index: bigint;
    /** of the account's leaf, token wei */
    cumulative: bigint;
    proof: readonly Hex[];
  },
) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "claim",
    args: [account, index, cumulative, proof],
  } as const;
}

/** Pays the caller the bounties and bonds that discards and objections left. */
export function withdrawCredit(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "withdrawCredit" } as const;
}

/** Newest final reward epoch, against which claims are proven; 0 while none is. */
export function claimableEpoch(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "claimableEpoch" } as const;
}

/** Token wei an account has claimed so far. */
export function claimedBy(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "claimedBy",
    args: [account],
  } as const;
}

/** Token wei an account can take with withdrawCredit. */
export function creditOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "creditOf",
    args: [account],
  } as const;
}

/** Newest posted reward epoch that was not discarded; 0 while none is. */
export function currentEpoch(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "currentEpoch" } as const;
}

/** A posted reward epoch. */
export function epochOf(deployment: Deployment, { epoch }: { epoch: bigint }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "epochOf",
    args: [epoch],
  } as const;
}

/** State of a reward epoch by number: none, pending, objected, final. */
export function stateOf(deployment: Deployment, { epoch }: { epoch: bigint }) {
  return {
    address: deployment.addresses.rewards,
    abi: rewardDistributorAbi,
    functionName: "stateOf",
    args: [epoch],
  } as const;
}

/** Who receives what nobody else earns. */
export function treasury(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "TREASURY" } as const;
}

/** Token wei of fees paid in so far. */
export function funded(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "funded" } as const;
}

/** Token wei claimed so far. */
export function totalClaimed(deployment: Deployment) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, functionName: "totalClaimed" } as const;
}

/** Proves the pending reward epoch wrong by what findDiscard found. Half of its bond becomes the caller's credit. */
export function discard(deployment: Deployment, found: Discard) {
  return { address: deployment.addresses.rewards, abi: rewardDistributorAbi, ...found } as const;
}
