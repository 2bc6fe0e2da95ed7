import type { Channel } from "../api/gateway.ts";

/** What a payer can still promise from a channel's deposit, token wei; 0 where the channel is not known yet. */
export function spendable(channel: Pick<Channel, "deposited" | "cumulative"> | undefined): bigint {
  if (channel === undefined) return 0n;
  const left = BigInt(channel.deposited) - BigInt(channel.cumulative);
  return left > 0n ? left : 0n;
}
