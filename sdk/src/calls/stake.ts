import type { Address, Hex } from "viem";
import { stakeManagerAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** Registers or rotates the caller's X25519 key, to which exam keys are wrapped. */
export function registerEvaluator(
  deployment: Deployment,
  {
    encryptionKey,
  }: {
    /** 32-byte X25519 public key */
    encryptionKey: Hex;
  },
) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "registerEvaluator",
    args: [encryptionKey],
  } as const;
}

/** Stakes whole sortition units of the current parameter set, whose price must be approved before. */
export function stakeUnits(deployment: Deployment, { units }: { units: bigint }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "stakeUnits",
    args: [units],
  } as const;
}

/** Starts the exit of free units; withdraw pays the tokens after the cooldown. */
export function unstakeUnits(deployment: Deployment, { units }: { units: bigint }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "unstakeUnits",
    args: [units],
  } as const;
}

/** Stakes tokens on the caller's model, which must be approved before. Stake buys exposure, not a pass. */
export function stakeModel(
  deployment: Deployment,
  {
    modelId,
    amount,
  }: {
    modelId: bigint;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "stakeModel",
    args: [modelId, amount],
  } as const;
}

/** Starts the exit of stake from a model that is in no open round. Only its publisher. */
export function unstakeModel(
  deployment: Deployment,
  {
    modelId,
    amount,
  }: {
    modelId: bigint;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "unstakeModel",
    args: [modelId, amount],
  } as const;
}

/** Bonds the caller as a datanet's custodian; the tokens must be approved before. Running rounds bind part of the bond. */
export function postBond(
  deployment: Deployment,
  {
    datanetId,
    amount,
  }: {
    datanetId: bigint;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "postBond",
    args: [datanetId, amount],
  } as const;
}

/** Starts the exit of bond that no running round binds. Only the datanet's custodian. */
export function exitBond(
  deployment: Deployment,
  {
    datanetId,
    amount,
  }: {
    datanetId: bigint;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "exitBond",
    args: [datanetId, amount],
  } as const;
}

/** Pays out what has cooled down. Reverts with NothingToWithdraw. */
export function withdraw(deployment: Deployment) {
  return { address: deployment.addresses.stake, abi: stakeManagerAbi, functionName: "withdraw" } as const;
}

/** Token wei of a custodian's bond: all of it, and what running rounds bind. */
export function bondOf(deployment: Deployment, { datanetId }: { datanetId: bigint }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "bondOf",
    args: [datanetId],
  } as const;
}

/** Token wei of model stake and bonds on their way out, from when, and in which stake epoch units stop counting. */
export function exitOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "exitOf",
    args: [account],
  } as const;
}

/** Token wei charged to an account and not paid. */
export function debtOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "debtOf",
    args: [account],
  } as const;
}

/** An evaluator's units: staked, active in draws, locked by rounds, and leaving. */
export function unitsOf(deployment: Deployment, { evaluator }: { evaluator: Address }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "unitsOf",
    args: [evaluator],
  } as const;
}

/** Units of all evaluators that count in draws now. */
export function totalActiveUnits(deployment: Deployment) {
  return { address: deployment.addresses.stake, abi: stakeManagerAbi, functionName: "totalActiveUnits" } as const;
}

/** An evaluator's X25519 key; zero if it registered none. */
export function encryptionKeyOf(deployment: Deployment, { evaluator }: { evaluator: Address }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "encryptionKeyOf",
    args: [evaluator],
  } as const;
}

/** The account behind a staker number. */
export function accountOf(deployment: Deployment, { stakerId }: { stakerId: number }) {
  return {
    address: deployment.addresses.stake,
    abi: stakeManagerAbi,
    functionName: "accountOf",
    args: [stakerId],
  } as const;
}
