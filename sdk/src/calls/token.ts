import type { Address } from "viem";
import { assayTokenAbi } from "../abi.ts";
import type { Deployment } from "../deployment.ts";

/** Lets `spender` take up to `amount` of the caller's tokens. */
export function approve(
  deployment: Deployment,
  {
    spender,
    amount,
  }: {
    spender: Address;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.token,
    abi: assayTokenAbi,
    functionName: "approve",
    args: [spender, amount],
  } as const;
}

/** Sends tokens of the caller. */
export function transfer(
  deployment: Deployment,
  {
    to,
    amount,
  }: {
    to: Address;
    /** token wei */
    amount: bigint;
  },
) {
  return {
    address: deployment.addresses.token,
    abi: assayTokenAbi,
    functionName: "transfer",
    args: [to, amount],
  } as const;
}

/** Token wei that `spender` may still take of `owner`. */
export function allowance(deployment: Deployment, { owner, spender }: { owner: Address; spender: Address }) {
  return {
    address: deployment.addresses.token,
    abi: assayTokenAbi,
    functionName: "allowance",
    args: [owner, spender],
  } as const;
}

/** Token wei an account holds. */
export function balanceOf(deployment: Deployment, { account }: { account: Address }) {
  return {
    address: deployment.addresses.token,
    abi: assayTokenAbi,
    functionName: "balanceOf",
    args: [account],
  } as const;
}

/** The token's name, which is part of its EIP-712 domain. */
export function tokenName(deployment: Deployment) {
  return { address: deployment.addresses.token, abi: assayTokenAbi, functionName: "name" } as const;
}

/** Nonce of the owner's next ERC-2612 permit. */
export function nonces(deployment: Deployment, { owner }: { owner: Address }) {
  return { address: deployment.addresses.token, abi: assayTokenAbi, functionName: "nonces", args: [owner] } as const;
}
