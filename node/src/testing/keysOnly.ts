import { createPublicClient, custom } from "viem";
import { foundry } from "viem/chains";
import type { ChainClient } from "../platform/chain/clients.ts";

/** A chain without any contract: only keys can have signed. For tests. */
export const keysOnly: ChainClient = createPublicClient({
  chain: foundry,
  transport: custom({
    request: async ({ method }: { method: string }) => {
      if (method === "eth_getCode") return "0x";
      throw new Error(`This chain of a test was asked for ${method}.`);
    },
  }),
});
