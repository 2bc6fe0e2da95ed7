import { AssayError } from "@assay/sdk/errors";
import {
  type Account,
  type Chain,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type PublicClient,
  type Transport,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Config } from "../config.ts";
import { messageOf } from "../errors.ts";

/** How often the chain is asked for news, milliseconds. */
export const POLL_MS = 500;

export type ChainClient = PublicClient<Transport, Chain>;
export type RoleWallet = WalletClient<Transport, Chain, Account>;

/** The configured chain as viem wants it. */
export function chainOf(config: Pick<Config, "chainId" | "rpcUrl">): Chain {
  return defineChain({
    id: config.chainId,
    name: `assay-${config.chainId}`,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [config.rpcUrl] } },
  });
}

/** A reading client for the configured chain. */
export function createChainClient(
  config: Pick<Config, "chainId" | "rpcUrl">,
  transport: Transport = http(config.rpcUrl),
): ChainClient {
  return createPublicClient({ chain: chainOf(config), transport, pollingInterval: POLL_MS, cacheTime: 0 });
}

/**
 * A signing client for the SDK's own write actions. Roles that must survive a kill use the outbox instead; never use
 * both for one key in one process.
 */
export function createRoleWallet(config: Pick<Config, "chainId" | "rpcUrl">, privateKey: Hex): RoleWallet {
  return createWalletClient({
    account: privateKeyToAccount(privateKey),
    chain: chainOf(config),
    transport: http(config.rpcUrl),
    pollingInterval: POLL_MS,
  });
}

/** Throws AssayError chain_unreachable or chain_mismatch unless the RPC answers with the configured chain id. */
export async function assertChain(client: ChainClient, config: Pick<Config, "chainId" | "rpcUrl">): Promise<void> {
  const actual = await client.getChainId().catch((cause: unknown) => {
    throw new AssayError(`No chain answers at ${config.rpcUrl} (${messageOf(cause)}); start it or fix rpcUrl.`, {
      code: "chain_unreachable",
      status: 503,
      cause,
    });
  });
  if (actual !== config.chainId)
    throw new AssayError(
      `The chain at ${config.rpcUrl} has id ${actual}, config.chainId is ${config.chainId}; fix one of them.`,
      { code: "chain_mismatch" },
    );
}
