import type { CallPrice, Channel } from "@assay/sdk/api";
import { addCall, type Charge } from "@assay/sdk/hashing";

/** What the next voucher promises: all charges so far, and one more call of `modelId` at the quoted price. */
export function nextCharges(before: Channel["charges"], quote: CallPrice, modelId: bigint): Charge[] {
  return addCall(before.map(readLine), modelId, readPrice(quote));
}

const readPrice = (price: CallPrice) => ({
  servingAmount: BigInt(price.servingAmount),
  feeAmount: BigInt(price.feeAmount),
});

const readLine = (line: Channel["charges"][number]): Charge => ({ modelId: BigInt(line.modelId), ...readPrice(line) });

/** What can still be promised from a deposit, in wei; never below nothing. */
export function spendable(channel: Pick<Channel, "deposited" | "cumulative"> | undefined): bigint {
  if (!channel) return 0n;
  const left = BigInt(channel.deposited) - BigInt(channel.cumulative);
  return left > 0n ? left : 0n;
}
