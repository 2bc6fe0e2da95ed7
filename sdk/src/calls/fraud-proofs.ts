import { type ContractFunctionArgs, encodeFunctionData, type Hex, keccak256, numberToHex, slice } from "viem";
import { fraudProofsAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import type { Ground, NodeProof } from "../hashing/transcript-proofs.ts";

/** Whom a proof accuses, and the announcement it was promised by; see IFraudProofs. */
export type Accusation = ContractFunctionArgs<typeof fraudProofsAbi, "nonpayable", "proveBit">[0];
/** A grade bit that contradicts the hashes beside it; see IFraudProofs. */
export type BitProof = ContractFunctionArgs<typeof fraudProofsAbi, "nonpayable", "proveBit">[1];
/** A fault and its proof. */
export type FaultProof =
  | { ground: Exclude<Ground, "bit">; proof: NodeProof }
  | { ground: Extract<Ground, "bit">; proof: BitProof };

/** Promises a fraud proof, at least one block before it is shown. Anyone. */
export function announce(
  deployment: Deployment,
  { commitment }: { /** faultCommitment of the proof to come */ commitment: Hex },
) {
  return {
    address: deployment.addresses.fraudProofs,
    abi: fraudProofsAbi,
    functionName: "announce",
    args: [commitment],
  } as const;
}

const PROVE = { sum: "proveSum", kind: "proveKind", padding: "provePadding", item: "proveItem" } as const;

function proving(accusation: Accusation, fault: FaultProof) {
  if (fault.ground === "bit")
    return { abi: fraudProofsAbi, functionName: "proveBit", args: [accusation, fault.proof] } as const;
  return { abi: fraudProofsAbi, functionName: PROVE[fault.ground], args: [accusation, fault.proof] } as const;
}

/**
 * Convicts a seat whose transcript contradicts itself or the exam. Only who announced it, in a later block. The
 * accusation names a rival announcement to take the bounty over, or 0 against a seat that still stands.
 */
export function prove(deployment: Deployment, { accusation, fault }: { accusation: Accusation; fault: FaultProof }) {
  return { address: deployment.addresses.fraudProofs, ...proving(accusation, fault) };
}

/** Pays a bounty to its announcer once no earlier announcer can take it over. Anyone. */
export function payBounty(deployment: Deployment, { announcement }: { announcement: bigint }) {
  return {
    address: deployment.addresses.fraudProofs,
    abi: fraudProofsAbi,
    functionName: "payBounty",
    args: [announcement],
  } as const;
}

/** Selector and the five words of the accusation, bytes. */
const PROOF_OFFSET = 4 + 5 * 32;
const NO_ACCUSATION: Accusation = {
  roundId: 0n,
  seat: 0,
  announcement: 0n,
  rival: 0n,
  salt: numberToHex(0, { size: 32 }),
};

/** keccak256 of what stands behind the accusation in the proving call's data: what an announcement binds. */
export function faultProofHash(fault: FaultProof): Hex {
  return keccak256(slice(encodeFunctionData(proving(NO_ACCUSATION, fault)), PROOF_OFFSET));
}

/** How many proofs were announced; the newest announcement has this number. */
export function announcementCount(deployment: Deployment) {
  return {
    address: deployment.addresses.fraudProofs,
    abi: fraudProofsAbi,
    functionName: "announcementCount",
  } as const;
}
