import type { Address, Hex } from "viem";
import { recoverTypedDataAddress } from "viem";

/** A payer's judgement of one answer it paid for. */
export type Rating = {
  payer: Address;
  gateway: Address;
  /** id of the receipt, as the answer named it */
  receipt: string;
  right: boolean;
};

/** Where a gateway's vouchers are redeemed; ratings and re-evaluations are signed under the same contract. */
export type GatewayDomain = { chainId: number; payments: Address };

const RATING_TYPES = {
  Rating: [
    { name: "payer", type: "address" },
    { name: "gateway", type: "address" },
    { name: "receipt", type: "string" },
    { name: "right", type: "bool" },
  ],
} as const;

const REEVALUATION_TYPES = {
  Reevaluation: [
    { name: "gateway", type: "address" },
    { name: "modelId", type: "uint256" },
    { name: "documentHash", type: "bytes32" },
  ],
} as const;

function gatewayDomain({ chainId, payments }: GatewayDomain) {
  return { name: "Assay Gateway", version: "1", chainId, verifyingContract: payments } as const;
}

/** EIP-712 data of a rating: only who paid for the receipt may sign it. */
export function ratingTypedData(input: GatewayDomain & { rating: Rating }) {
  return {
    domain: gatewayDomain(input),
    types: RATING_TYPES,
    primaryType: "Rating",
    message: input.rating,
  } as const;
}

/** EIP-712 data of a gateway's request for another round; `documentHash` is reevaluation.json's. */
export function reevaluationTypedData(
  input: GatewayDomain & { reevaluation: { gateway: Address; modelId: bigint; documentHash: Hex } },
) {
  return {
    domain: gatewayDomain(input),
    types: REEVALUATION_TYPES,
    primaryType: "Reevaluation",
    message: input.reevaluation,
  } as const;
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** True if the rating's payer signed it with its own key (contract wallets are not asked). */
export async function verifyRating(input: GatewayDomain & { rating: Rating; signature: Hex }): Promise<boolean> {
  try {
    const signer = await recoverTypedDataAddress({ ...ratingTypedData(input), signature: input.signature });
    return same(signer, input.rating.payer);
  } catch {
    // These bytes are not a signature: nobody signed this.
    return false;
  }
}

/** True if the gateway signed this request. */
export async function verifyReevaluation(
  input: GatewayDomain & {
    reevaluation: { gateway: Address; modelId: bigint; documentHash: Hex };
    signature: Hex;
  },
): Promise<boolean> {
  try {
    const signer = await recoverTypedDataAddress({ ...reevaluationTypedData(input), signature: input.signature });
    return same(signer, input.reevaluation.gateway);
  } catch {
    // As above.
    return false;
  }
}
