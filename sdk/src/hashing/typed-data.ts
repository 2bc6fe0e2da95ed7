import type { Address, Hex } from "viem";

/** What a contributor signs: the root over its own rows (see contributionRowsRoot) and the metadata given with them. */
export type Contribution = {
  datanetId: bigint;
  contributor: Address;
  rowsRoot: Hex;
  rows: bigint;
  metadataHash: Hex;
  nonce: bigint;
};

/** Asks the custodian for a version key, wrapped to `encryptionKey` (X25519 public key). */
export type KeyRequest = { datanetId: bigint; version: number; requester: Address; encryptionKey: Hex };

const CONTRIBUTION_TYPES = {
  Contribution: [
    { name: "datanetId", type: "uint256" },
    { name: "contributor", type: "address" },
    { name: "rowsRoot", type: "bytes32" },
    { name: "rows", type: "uint256" },
    { name: "metadataHash", type: "bytes32" },
    { name: "nonce", type: "uint256" },
  ],
} as const;

const KEY_REQUEST_TYPES = {
  KeyRequest: [
    { name: "datanetId", type: "uint256" },
    { name: "version", type: "uint32" },
    { name: "requester", type: "address" },
    { name: "encryptionKey", type: "bytes32" },
  ],
} as const;

const JOB_TYPES = {
  Job: [
    { name: "jobHash", type: "bytes32" },
    { name: "requester", type: "address" },
  ],
} as const;

const CANCEL_TYPES = {
  Cancel: [
    { name: "jobId", type: "string" },
    { name: "requester", type: "address" },
  ],
} as const;

const REHEARSE_TYPES = {
  Rehearse: [
    { name: "jobId", type: "string" },
    { name: "requester", type: "address" },
    { name: "index", type: "uint32" },
    { name: "items", type: "uint32" },
  ],
} as const;

const ROW_EDIT_TYPES = {
  RowEdit: [
    { name: "jobId", type: "string" },
    { name: "requester", type: "address" },
    { name: "rowHash", type: "bytes32" },
  ],
} as const;

function datanetsDomain(chainId: number, datanets: Address) {
  return { name: "Assay Datanets", version: "1", chainId, verifyingContract: datanets } as const;
}

/** EIP-712 data of a contribution, for signTypedData and verifyTypedData. */
export function contributionTypedData(input: { chainId: number; datanets: Address; contribution: Contribution }) {
  return {
    domain: datanetsDomain(input.chainId, input.datanets),
    types: CONTRIBUTION_TYPES,
    primaryType: "Contribution",
    message: input.contribution,
  } as const;
}

/** EIP-712 data of a key request. */
export function keyRequestTypedData(input: { chainId: number; datanets: Address; request: KeyRequest }) {
  return {
    domain: datanetsDomain(input.chainId, input.datanets),
    types: KEY_REQUEST_TYPES,
    primaryType: "KeyRequest",
    message: input.request,
  } as const;
}

/** EIP-712 data that stops a training job: only its requester may sign it. */
export function cancelTypedData(input: { chainId: number; jobId: string; requester: Address }) {
  return {
    domain: { name: "Assay Jobs", version: "1", chainId: input.chainId },
    types: CANCEL_TYPES,
    primaryType: "Cancel",
    message: { jobId: input.jobId, requester: input.requester },
  } as const;
}

/** EIP-712 data of a training job: the requester signs keccak256 of its canonical job.json. No contract is involved yet. */
export function jobTypedData(input: { chainId: number; jobHash: Hex; requester: Address }) {
  return {
    domain: { name: "Assay Jobs", version: "1", chainId: input.chainId },
    types: JOB_TYPES,
    primaryType: "Job",
    message: { jobHash: input.jobHash, requester: input.requester },
  } as const;
}

/**
 * EIP-712 data that asks for a private rehearsal of a finished run. `index` counts the run's rehearsals from 0, so that
 * one signature can't be used to raise the count twice.
 */
export function rehearseTypedData(input: {
  chainId: number;
  jobId: string;
  requester: Address;
  index: number;
  items: number;
}) {
  const { chainId, ...message } = input;
  return {
    domain: { name: "Assay Jobs", version: "1", chainId },
    types: REHEARSE_TYPES,
    primaryType: "Rehearse",
    message,
  } as const;
}

/** EIP-712 data of an answer edited into a row; `rowHash` is documentHash({ text, label }). */
export function rowEditTypedData(input: { chainId: number; jobId: string; requester: Address; rowHash: Hex }) {
  const { chainId, ...message } = input;
  return {
    domain: { name: "Assay Jobs", version: "1", chainId },
    types: ROW_EDIT_TYPES,
    primaryType: "RowEdit",
    message,
  } as const;
}
