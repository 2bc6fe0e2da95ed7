import type { Address, ContractFunctionArgs, Hex } from "viem";
import { datanetRegistryAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** What a curator commits with a version; see IDatanetRegistry.VersionInput. */
export type VersionInput = ContractFunctionArgs<typeof datanetRegistryAbi, "nonpayable", "publishVersion">[1];

/** What the custodian commits with the exam; see IDatanetRegistry.HoldoutInput. */
export type HoldoutInput = ContractFunctionArgs<typeof datanetRegistryAbi, "nonpayable", "sealHoldout">[2];

/** Creates a datanet; the caller is its curator. */
export function create(
  deployment: Deployment,
  {
    metadataHash,
    metadataCid,
    custodian,
  }: {
    /** keccak256 of datanet.json */
    metadataHash: Hex;
    metadataCid: string;
    /** account that holds the keys and seals exams */
    custodian: Address;
  },
) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "create",
    args: [metadataHash, metadataCid, custodian],
  } as const;
}

/** Appends a version. Only the curator. The seed of a later epoch picks its hold-out. */
export function publishVersion(
  deployment: Deployment,
  { datanetId, input }: { datanetId: bigint; input: VersionInput },
) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "publishVersion",
    args: [datanetId, input],
  } as const;
}

/** Commits the exam batches that the seed picked, once per version. Reverts with NotCustodian for anyone else. */
export function sealHoldout(
  deployment: Deployment,
  { datanetId, version, input }: { datanetId: bigint; version: number; input: HoldoutInput },
) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "sealHoldout",
    args: [datanetId, version, input],
  } as const;
}

/** Publishes the key and items of a batch whose round has ended. Anyone who holds the key. */
export function retireBatch(
  deployment: Deployment,
  {
    roundId,
    key,
    ciphertextHash,
    itemsRoot,
    contributorsRoot,
    proof,
    itemsCid,
  }: {
    /** the ended round that used the batch */
    roundId: bigint;
    /** 32-byte AES key of the batch */
    key: Hex;
    ciphertextHash: Hex;
    itemsRoot: Hex;
    contributorsRoot: Hex;
    /** path from the batch to the hold-out root */
    proof: readonly Hex[];
    itemsCid: string;
  },
) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "retireBatch",
    args: [roundId, key, ciphertextHash, itemsRoot, contributorsRoot, proof, itemsCid],
  } as const;
}

/** Stops new jobs on a version; its rows stay as they are. Only the curator. */
export function withdrawVersion(
  deployment: Deployment,
  { datanetId, version }: { datanetId: bigint; version: number },
) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "withdrawVersion",
    args: [datanetId, version],
  } as const;
}

/** The hold-out seed of a version. Reverts with SeedNotReady until its epoch has come. */
export function holdoutSeed(deployment: Deployment, { datanetId, version }: { datanetId: bigint; version: number }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "holdoutSeed",
    args: [datanetId, version],
  } as const;
}

/** State of a version by its number in VERSION_STATES. */
export function versionState(deployment: Deployment, { datanetId, version }: { datanetId: bigint; version: number }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "versionState",
    args: [datanetId, version],
  } as const;
}

/** Exam batches of a version that no round has used. */
export function batchesLeft(deployment: Deployment, { datanetId, version }: { datanetId: bigint; version: number }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "batchesLeft",
    args: [datanetId, version],
  } as const;
}

/** Who created a datanet. */
export function curatorOf(deployment: Deployment, { datanetId }: { datanetId: bigint }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "curatorOf",
    args: [datanetId],
  } as const;
}

/** Who holds the keys of a datanet's exams. */
export function custodianOf(deployment: Deployment, { datanetId }: { datanetId: bigint }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "custodianOf",
    args: [datanetId],
  } as const;
}

/** Roots of a version: its rows, its contributors and its hold-out. */
export function rootsOf(deployment: Deployment, { datanetId, version }: { datanetId: bigint; version: number }) {
  return {
    address: deployment.addresses.datanets,
    abi: datanetRegistryAbi,
    functionName: "rootsOf",
    args: [datanetId, version],
  } as const;
}
