import type { Address, Hex } from "viem";

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
