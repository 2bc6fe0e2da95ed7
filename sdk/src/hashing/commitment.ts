import { type Address, encodePacked, type Hex, keccak256 } from "viem";
import { hashWords, requireUint } from "./words.ts";

/** A seat of a round on one chain's Admission contract. */
export type SeatId = { chainId: number; admission: Address; roundId: bigint; seat: number };

/** What a commitment binds. */
export type CommitmentInput = SeatId & { evaluator: Address; root: Hex; lanes: bigint; salt: Hex };

/** keccak256(abi.encode(chainId, admission, roundId, seat, evaluator, root, lanes, salt)), see IAdmission.commit. */
export function commitmentHash(input: CommitmentInput): Hex {
  requireUint("seat", input.seat, 8);
  const { chainId, admission, roundId, seat, evaluator, root, lanes, salt } = input;
  return hashWords(chainId, admission, roundId, seat, evaluator, root, lanes, salt);
}

/**
 * Bytes the evaluator signs (as a raw personal message) to get its salt back after a crash: signatures are
 * deterministic (RFC 6979), so nothing needs to be stored between commit and reveal.
 */
export function saltMessage({ chainId, admission, roundId, seat }: SeatId): Hex {
  return encodePacked(
    ["string", "uint256", "address", "uint256", "uint8"],
    ["assay salt", BigInt(chainId), admission, roundId, seat],
  );
}

/** keccak256 of the signature over {@link saltMessage}. */
export function saltFromSignature(signature: Hex): Hex {
  return keccak256(signature);
}
