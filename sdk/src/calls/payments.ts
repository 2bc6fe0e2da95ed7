import type { Address, Hex } from "viem";
import { paymentsAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";
import { redeemableSignature, type Voucher } from "../hashing/voucher.ts";

type SignedVoucher = { voucher: Voucher; signature: Hex };

const redeemable = ({ chainId, addresses }: Deployment, signed: SignedVoucher): Hex =>
  redeemableSignature({ chainId, payments: addresses.payments, ...signed });

/** Adds tokens to the caller's channel to `payee`, which must be approved before. Cancels an opened withdrawal. */
export function deposit(
  deployment: Deployment,
  {
    payee,
    amount,
  }: {
    payee: Address;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "deposit",
    args: [payee, deployment.addresses.token, amount],
  } as const;
}

/** Adds tokens to the caller's channel by a signed ERC-2612 permit instead of an approval. */
export function depositWithPermit(
  deployment: Deployment,
  {
    payee,
    amount,
    deadline,
    v,
    r,
    s,
  }: {
    payee: Address;
    /** token wei */
    amount: bigint;
    /** unix seconds after which the permit is void */
    deadline: bigint;
    v: number;
    r: Hex;
    s: Hex;
  },
) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "depositWithPermit",
    args: [payee, deployment.addresses.token, amount, deadline, v, r, s],
  } as const;
}

/** Starts the withdrawal delay of the caller's channel; gateways then stop serving it and redeem. */
export function openWithdrawal(deployment: Deployment, { payee }: { payee: Address }) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "openWithdrawal",
    args: [payee, deployment.addresses.token],
  } as const;
}

/** Takes what was not redeemed. Reverts with WithdrawalNotReady until the delay is over. */
export function withdraw(deployment: Deployment, { payee }: { payee: Address }) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "withdraw",
    args: [payee, deployment.addresses.token],
  } as const;
}

/** Pays the increase since the last redemption to the voucher's payee. Anyone. Reverts with NotMonotone without one. */
export function redeem(deployment: Deployment, { voucher, signature }: SignedVoucher) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "redeem",
    args: [voucher, redeemable(deployment, { voucher, signature })],
  } as const;
}

/** Redeems many vouchers of one payee with one transfer. Anyone. */
export function redeemBatch(
  deployment: Deployment,
  {
    vouchers,
  }: {
    /** all to one payee */
    vouchers: readonly SignedVoucher[];
  },
) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "redeemBatch",
    args: [
      vouchers.map(({ voucher }) => voucher),
      vouchers.map(({ voucher, signature }) => redeemable(deployment, { voucher, signature })),
    ],
  } as const;
}

/** A channel: token wei deposited and redeemed, and the unix second from which it can be withdrawn (0: none opened). */
export function channel(deployment: Deployment, { payer, payee }: { payer: Address; payee: Address }) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "channel",
    args: [payer, payee, deployment.addresses.token],
  } as const;
}

/** The EIP-712 digest of a voucher, as the contract computes it. */
export function hashVoucher(deployment: Deployment, { voucher }: { voucher: Voucher }) {
  return {
    address: deployment.addresses.payments,
    abi: paymentsAbi,
    functionName: "hashVoucher",
    args: [voucher],
  } as const;
}
