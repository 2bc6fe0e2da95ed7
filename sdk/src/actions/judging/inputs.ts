import { type ContractFunctionArgs, concat, encodeFunctionData, type Hex, keccak256, numberToHex, slice } from "viem";
import { type availabilityAbi, fraudProofsAbi } from "../../abi.ts";
import type { Ground, NodeProof } from "../../hashing/transcript-proofs.ts";

type AnswerArgs = ContractFunctionArgs<typeof availabilityAbi, "nonpayable", "answer">;

/** Which trial of which seat; see IAvailability.LeafRef. */
export type LeafRef = AnswerArgs[0];
/** One trial by its hashes; see TranscriptProof.sol. */
export type TrialHashesInput = AnswerArgs[1];
/** Way from a trial to the root; see TranscriptProof.sol. */
export type TrialPathInput = AnswerArgs[3];

/** Whom a proof accuses, and the announcement it was promised by; see IFraudProofs. */
export type Accusation = ContractFunctionArgs<typeof fraudProofsAbi, "nonpayable", "proveBit">[0];
/** A grade bit that contradicts the hashes beside it; see IFraudProofs. */
export type BitProof = ContractFunctionArgs<typeof fraudProofsAbi, "nonpayable", "proveBit">[1];
/** A fault and its proof. */
export type FaultProof =
  | { ground: Exclude<Ground, "bit">; proof: NodeProof }
  | { ground: Extract<Ground, "bit">; proof: BitProof };

const PROVE = { sum: "proveSum", kind: "proveKind", padding: "provePadding", item: "proveItem" } as const;
/** Selector and the five words of the accusation, bytes. */
const PROOF_OFFSET = 4 + 5 * 32;
const NO_ACCUSATION: Accusation = {
  roundId: 0n,
  seat: 0,
  announcement: 0n,
  rival: 0n,
  salt: numberToHex(0, { size: 32 }),
};

/** Calldata of the call that proves a fault. */
export function encodeFaultProof(accusation: Accusation, fault: FaultProof): Hex {
  if (fault.ground === "bit")
    return encodeFunctionData({ abi: fraudProofsAbi, functionName: "proveBit", args: [accusation, fault.proof] });
  return encodeFunctionData({
    abi: fraudProofsAbi,
    functionName: PROVE[fault.ground],
    args: [accusation, fault.proof],
  });
}

/** keccak256 of what stands behind the accusation in the proving call's data: what an announcement binds. */
export function faultProofHash(fault: FaultProof): Hex {
  return keccak256(slice(encodeFaultProof(NO_ACCUSATION, fault), PROOF_OFFSET));
}

/** Token ids as an answer to a demand shows them: uint32 big-endian each. */
export function encodeOutIds(ids: readonly number[]): Hex {
  return ids.length === 0 ? "0x" : concat(ids.map((id) => numberToHex(id, { size: 4 })));
}
