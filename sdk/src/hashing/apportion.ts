import { type Address, getAddress } from "viem";
import { AssayError } from "../errors/assay-error.ts";
import { compareAddresses } from "./sum-tree.ts";

/** A claim on part of a total. */
export type Weighted = { account: Address; weight: bigint };

/** One millionth parts in a share table. */
export const PPM = 1_000_000n;

/**
 * Divides `total` over `weights` in integers by largest remainder; ties go to the earlier index. The result has the
 * same order and always adds up to `total`.
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n || weights.some((weight) => weight < 0n)) {
    throw new AssayError("total and weights must not be negative.", { code: "APPORTION", field: "weights" });
  }
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum === 0n) {
    if (total === 0n) return weights.map(() => 0n);
    throw new AssayError(`Nobody has a weight above 0, so ${total} can't be divided.`, {
      code: "APPORTION",
      field: "weights",
    });
  }
  const parts = weights.map((weight) => (total * weight) / sum);
  const remainders = weights.map((weight, index) => ({ index, rest: (total * weight) % sum }));
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  let missing = total - parts.reduce((a, b) => a + b, 0n);
  for (const { index } of remainders) {
    if (missing === 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    missing--;
  }
  return parts;
}

/** Largest remainder over accounts, ties by address. Entries of one account are added up first; result by address. */
export function largestRemainder(total: bigint, weights: readonly Weighted[]): Map<Address, bigint> {
  const merged = new Map<Address, bigint>();
  for (const { account, weight } of weights) {
    const key = getAddress(account);
    merged.set(key, (merged.get(key) ?? 0n) + weight);
  }
  const sorted = [...merged].sort(([a], [b]) => compareAddresses(a, b));
  const parts = apportion(
    total,
    sorted.map(([, weight]) => weight),
  );
  return new Map(sorted.map(([account], index) => [account, parts[index] ?? 0n]));
}

/** Weights as integer ppm that add up to 1,000,000: the form of a share table. */
export function toPpm(weights: readonly Weighted[]): Map<Address, bigint> {
  return largestRemainder(PPM, weights);
}
