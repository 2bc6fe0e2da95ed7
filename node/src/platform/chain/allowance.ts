import * as calls from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { type Address, maxUint256 } from "viem";
import type { ChainClient } from "./clients.ts";
import { nextKey } from "./outbox/numbering.ts";
import type { Outbox } from "./outbox/outbox.ts";

interface Parties {
  client: ChainClient;
  outbox: Outbox;
  deployment: Deployment;
}

/**
 * Lets a protocol contract take `amount` of this account's tokens. One approval for good: the contract is immutable and
 * takes only what this account calls it to take, and two calls that wait at once can't use up each other's allowance.
 */
export async function allow(
  { client, outbox, deployment }: Parties,
  { key, spender, amount }: { key: string; spender: Address; amount: bigint },
): Promise<void> {
  const numbered = await nextKey(outbox, key);
  const allowance = calls.token.allowance(deployment, { owner: outbox.address, spender });
  if ((await client.readContract(allowance)) >= amount) return;
  await outbox.call(numbered, calls.token.approve(deployment, { spender, amount: maxUint256 }));
}
