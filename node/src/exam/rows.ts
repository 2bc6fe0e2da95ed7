import type { Address, Hex } from "viem";

/** A row of a version: its place is its index. */
export interface VersionRow {
  index: number;
  text: string;
  label: string;
  contributor: Address;
  group: string;
  salt: Hex;
}

/** Weight of one row in the version's trees. */
export const ROW_WEIGHT = 1;

/** Rows and weight per contributor. */
export function contributorTotals(
  rows: { contributor: Address }[],
): { contributor: Address; rows: number; weight: bigint }[] {
  const counts = new Map<Address, number>();
  for (const { contributor } of rows) counts.set(contributor, (counts.get(contributor) ?? 0) + 1);
  return [...counts].map(([contributor, count]) => ({ contributor, rows: count, weight: BigInt(count * ROW_WEIGHT) }));
}
