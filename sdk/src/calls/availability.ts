import { type Address, type ContractFunctionArgs, concat, type Hex, numberToHex } from "viem";
import { availabilityAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

type AnswerArgs = ContractFunctionArgs<typeof availabilityAbi, "nonpayable", "answer">;

/** Which trial of which seat; see IAvailability.LeafRef. */
export type LeafRef = AnswerArgs[0];
/** One trial by its hashes; see TranscriptProof.sol. */
export type TrialHashesInput = AnswerArgs[1];
/** Way from a trial to the root; see TranscriptProof.sol. */
export type TrialPathInput = AnswerArgs[3];

/** Asks a revealed seat for one trial, with a bond that must be approved before and that the seat earns by answering. Anyone. */
export function demand(deployment: Deployment, { leaf }: { leaf: LeafRef }) {
  return {
    address: deployment.addresses.availability,
    abi: availabilityAbi,
    functionName: "demand",
    args: [leaf],
  } as const;
}

/** Shows a demanded trial. Anyone who has it; the bond is the seat's. */
export function answer(
  deployment: Deployment,
  {
    leaf,
    trial,
    outIds,
    path,
  }: {
    leaf: LeafRef;
    trial: TrialHashesInput;
    /** the token ids as encodeOutIds makes them */
    outIds: Hex;
    path: TrialPathInput;
  },
) {
  return {
    address: deployment.addresses.availability,
    abi: availabilityAbi,
    functionName: "answer",
    args: [leaf, trial, outIds, path],
  } as const;
}

/** Convicts a seat that did not answer in time, or gives the bond back where the seat or the round has fallen. Anyone. */
export function expire(deployment: Deployment, { leaf }: { leaf: LeafRef }) {
  return {
    address: deployment.addresses.availability,
    abi: availabilityAbi,
    functionName: "expire",
    args: [leaf],
  } as const;
}

/** Pays the caller the bonds it earned or got back. */
export function withdrawCredit(deployment: Deployment) {
  return { address: deployment.addresses.availability, abi: availabilityAbi, functionName: "withdrawCredit" } as const;
}

/** Token wei an account can take with withdrawCredit. */
export function creditOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.availability,
    abi: availabilityAbi,
    functionName: "creditOf",
    args: [account],
  } as const;
}

/** Token ids as an answer to a demand shows them: uint32 big-endian each. */
export function encodeOutIds(ids: readonly number[]): Hex {
  return ids.length === 0 ? "0x" : concat(ids.map((id) => numberToHex(id, { size: 4 })));
}
