import type { Address, Hex } from "viem";

/** What a transaction does, whoever signed it and at what price. */
export interface Call {
  /** null for one that creates a contract */
  to: Address | null;
  input: Hex;
  value: bigint;
}

/** Whether two hashes, addresses or bytes are the same; RPC servers differ in upper and lower case. */
export const isSame = (a: string | null | undefined, b: string | null | undefined): boolean =>
  a?.toLowerCase() === b?.toLowerCase();

/** Whether a transaction carries out exactly what a stored intent asks for. */
export const isSameCall = (call: Call, intent: { to: Address; data: Hex; value: bigint }): boolean =>
  isSame(call.to, intent.to) && isSame(call.input, intent.data) && call.value === intent.value;
