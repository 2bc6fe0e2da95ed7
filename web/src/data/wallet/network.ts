import { toAssayError } from "@assay/sdk/errors";
import { type Chain, type EIP1193Provider, numberToHex } from "viem";
import type { Connector } from "wagmi";

/** Asks a wallet to be on the page's chain. Throws AssayError (CHAIN_UNKNOWN ...). */
export async function switchTo(connector: Connector, chain: Chain): Promise<void> {
  await ask(connector, "wallet_switchEthereumChain", [{ chainId: numberToHex(chain.id) }]);
  await tellChain(connector, chain);
}

/** Asks a wallet to learn the page's chain, and to be on it. */
export async function addChain(connector: Connector, chain: Chain): Promise<void> {
  const { name: chainName, nativeCurrency, rpcUrls } = chain;
  const description = { chainId: numberToHex(chain.id), chainName, nativeCurrency, rpcUrls: rpcUrls.default.http };
  await ask(connector, "wallet_addEthereumChain", [description]);
  // Most wallets are on a chain once it is added; the others are asked.
  if ((await connector.getChainId()) !== chain.id) await switchTo(connector, chain);
  else await tellChain(connector, chain);
}

async function ask(connector: Connector, method: string, params: unknown[]): Promise<void> {
  const provider = (await connector.getProvider()) as EIP1193Provider;
  try {
    await provider.request({ method, params } as never);
  } catch (error) {
    throw toAssayError(error);
  }
}

/** Some wallets change the chain without saying so; some say that they did and stay. */
async function tellChain(connector: Connector, chain: Chain): Promise<void> {
  const chainId = await connector.getChainId();
  connector.emitter.emit("change", { chainId });
  if (chainId !== chain.id) throw new Error(`${connector.name} stayed on its network. Switch to ${chain.name} there.`);
}
