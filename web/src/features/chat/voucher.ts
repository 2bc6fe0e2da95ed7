import type { Usage } from "@assay/sdk/hashing";

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
  const usage = before.map(
    (line): Usage => ({
      modelId: BigInt(line.modelId),
      servingAmount: BigInt(line.servingAmount),
      feeAmount: BigInt(line.feeAmount),
    }),
  );
  const old = usage.find((line) => line.modelId === modelId) ?? { modelId, servingAmount: 0n, feeAmount: 0n };
  const line = {
    modelId,
    servingAmount: old.servingAmount + BigInt(quote.servingAmount),
    feeAmount: old.feeAmount + BigInt(quote.feeAmount),
  };
  return [...usage.filter((entry) => entry.modelId !== modelId), line].sort((a, b) => (a.modelId < b.modelId ? -1 : 1));
}

/** What can still be promised from a deposit, in wei; never below nothing. */
export function spendable(channel: { deposited: string; cumulative: string } | undefined): bigint {
  if (!channel) return 0n;
  const left = BigInt(channel.deposited) - BigInt(channel.cumulative);
  return left > 0n ? left : 0n;
}
