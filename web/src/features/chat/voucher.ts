import { addCall, type Usage } from "@assay/sdk/hashing";

/** Amounts in token wei, as the gateway's JSON tells them. */
export interface UsageLine {
  modelId: string;
  servingAmount: string;
  feeAmount: string;
}

/** What the next voucher promises: all that was used before, and one more call of `modelId` at the quoted price. */
export function nextUsage(
  before: UsageLine[],
  quote: { servingAmount: string; feeAmount: string },
  modelId: bigint,
): Usage[] {
  return addCall(before.map(readLine), modelId, readPrice(quote));
}

const readPrice = (price: { servingAmount: string; feeAmount: string }) => ({
  servingAmount: BigInt(price.servingAmount),
  feeAmount: BigInt(price.feeAmount),
});

const readLine = (line: UsageLine): Usage => ({ modelId: BigInt(line.modelId), ...readPrice(line) });

/** What can still be promised from a deposit, in wei; never below nothing. */
export function spendable(channel: { deposited: string; cumulative: string } | undefined): bigint {
  if (!channel) return 0n;
  const left = BigInt(channel.deposited) - BigInt(channel.cumulative);
  return left > 0n ? left : 0n;
}
