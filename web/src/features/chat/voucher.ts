import { addCall, type Charge } from "@assay/sdk/hashing";

/** Amounts in token wei, as the gateway's JSON tells them. */
export interface ChargeLine {
  modelId: string;
  servingAmount: string;
  feeAmount: string;
}

/** What the next voucher promises: all charges so far, and one more call of `modelId` at the quoted price. */
export function nextCharges(
  before: ChargeLine[],
  quote: { servingAmount: string; feeAmount: string },
  modelId: bigint,
): Charge[] {
  return addCall(before.map(readLine), modelId, readPrice(quote));
}

const readPrice = (price: { servingAmount: string; feeAmount: string }) => ({
  servingAmount: BigInt(price.servingAmount),
  feeAmount: BigInt(price.feeAmount),
});

const readLine = (line: ChargeLine): Charge => ({ modelId: BigInt(line.modelId), ...readPrice(line) });

/** What can still be promised from a deposit, in wei; never below nothing. */
export function spendable(channel: { deposited: string; cumulative: string } | undefined): bigint {
  if (!channel) return 0n;
  const left = BigInt(channel.deposited) - BigInt(channel.cumulative);
  return left > 0n ? left : 0n;
}
