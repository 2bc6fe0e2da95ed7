/** An empty chain together with a client that reads it, sends to it and moves its clock. */
import { createTestClient, http, publicActions, walletActions } from "viem";
import { foundry } from "viem/chains";
import { startAnvil } from "./anvil.ts";

export type AnvilWithClient = Awaited<ReturnType<typeof startAnvilWithClient>>;

/** Starts anvil with one block per transaction, in the order in which they were sent. */
export async function startAnvilWithClient() {
  const { rpcUrl, close } = await startAnvil(["--order", "fifo"]);
  const transport = http(rpcUrl);
  const client = createTestClient({ chain: foundry, mode: "anvil", transport, cacheTime: 0, pollingInterval: 20 })
    .extend(publicActions)
    .extend(walletActions);
  return { rpcUrl, client, close };
}
