import { type Address, getAddress, isAddress } from "viem";
import { AssayError } from "./errors/assay-error.ts";

/** The contracts by their short names, as deployment.json has them, and what Solidity calls each (or its interface). */
export const CONTRACTS = {
  token: "AssayToken",
  params: "ProtocolParams",
  randomness: "IRandomness",
  datanets: "DatanetRegistry",
  models: "ModelRegistry",
  stake: "StakeManager",
  admission: "Admission",
  jury: "Jury",
  fraudProofs: "FraudProofs",
  availability: "Availability",
  challenges: "LeafChallenges",
  audits: "Audits",
  exclusions: "SeatExclusions",
  payments: "Payments",
  rewards: "RewardDistributor",
  grants: "AccessGrants",
  jobs: "JobMarket",
  votes: "VotingAssay",
  timelock: "AssayTimelock",
  governor: "AssayGovernor",
} as const;
export type ContractName = keyof typeof CONTRACTS;
export type SolidityName = (typeof CONTRACTS)[ContractName];
export const CONTRACT_NAMES = Object.keys(CONTRACTS) as readonly ContractName[];

/** The short name of a contract that Solidity calls `solidityName`; undefined when the deployment has no such contract. */
export function contractNameOf(solidityName: string): ContractName | undefined {
  return CONTRACT_NAMES.find((name) => CONTRACTS[name] === solidityName);
}

/** Where the protocol lives on one chain. */
export type Deployment = {
  chainId: number;
  /** first block that can hold an event of ours */
  startBlock: bigint;
  addresses: Record<ContractName, Address>;
};

function fail(field: string, wanted: string, value: unknown): never {
  throw new AssayError(`deployment.${field} must be ${wanted}, not ${JSON.stringify(value)}.`, {
    code: "DEPLOYMENT",
    field,
    hint: "Use the deployment.json that the deployment wrote.",
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readCount(field: string, value: unknown): number {
  const count = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) fail(field, "a whole number", value);
  return count;
}

/** Checks the parsed JSON of deployment.json. Throws AssayError DEPLOYMENT naming the field. */
export function parseDeployment(json: unknown): Deployment {
  if (!isRecord(json)) fail("json", "an object", json);
  const { addresses } = json;
  if (!isRecord(addresses)) fail("addresses", "an object", addresses);
  const read = (name: ContractName): Address => {
    const value = addresses[name];
    if (typeof value !== "string" || !isAddress(value, { strict: false })) {
      fail(`addresses.${name}`, "a 20-byte address", value);
    }
    return getAddress(value);
  };
  return {
    chainId: readCount("chainId", json.chainId),
    startBlock: BigInt(readCount("startBlock", json.startBlock)),
    addresses: Object.fromEntries(CONTRACT_NAMES.map((name) => [name, read(name)])) as Deployment["addresses"],
  };
}
