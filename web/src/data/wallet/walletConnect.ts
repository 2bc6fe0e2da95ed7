import type UniversalProvider from "@walletconnect/universal-provider";
import { type Address, getAddress } from "viem";
import type { Chain } from "viem/chains";
import { createConnector } from "wagmi";

/** How long the relay may take until it gives the link that a wallet opens. */
const RELAY_MS = 20_000;
const METHODS = [
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "personal_sign",
  "wallet_switchEthereumChain",
  "wallet_addEthereumChain",
];
const EVENTS = ["accountsChanged", "chainChanged"];

export const WALLET_CONNECT = "walletConnect";
/** The connector's message that carries the link. */
export const PAIRING_LINK = "pairing_link";

interface Options {
  projectId: string;
  chain: Chain;
  rpcUrl: string;
  /** loads the provider; its code is most of a megabyte and comes with the first use */
  load?: () => Promise<{ UniversalProvider: Pick<typeof UniversalProvider, "init"> }>;
  relayMs?: number;
}

/** Wallets on a phone, by WalletConnect's relay. */
export function walletConnect({ projectId, chain, rpcUrl, relayMs = RELAY_MS, ...rest }: Options) {
  const load = rest.load ?? (() => import("@walletconnect/universal-provider"));
  const scope = `eip155:${chain.id}`;
  let started: Promise<UniversalProvider> | undefined;

  const start = (): Promise<UniversalProvider> => {
    started ??= open();
    // A failure is told to whoever waits now, and the next one tries again.
    started.catch(() => {
      started = undefined;
    });
    return started;
  };

  async function open(): Promise<UniversalProvider> {
    const { UniversalProvider } = await load();
    const { origin } = window.location;
    const metadata = {
      name: "Assay",
      description: "An assay office for AI models",
      url: origin,
      icons: [`${origin}/mark.svg`],
    };
    return await UniversalProvider.init({ projectId, metadata, logger: "fatal", telemetryEnabled: false });
  }

  const accountsOf = ({ session }: UniversalProvider): Address[] =>
    (session?.namespaces.eip155?.accounts ?? [])
      .filter((account) => account.startsWith(`${scope}:`))
      .map((account) => getAddress(account.slice(scope.length + 1)));

  return createConnector<UniversalProvider>((config) => {
    const onAccounts = (accounts: string[]) =>
      accounts.length === 0
        ? config.emitter.emit("disconnect")
        : config.emitter.emit("change", { accounts: accounts.map((one) => getAddress(one.split(":").at(-1) ?? one)) });
    const onChain = (chainId: string | number) => config.emitter.emit("change", { chainId: Number(chainId) });
    const onGone = () => config.emitter.emit("disconnect");

    /** Until a phone has opened the link, only the relay can fail. */
    async function pair(provider: UniversalProvider): Promise<void> {
      let isShown = false;
      const silence = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        if (!isShown) silence.reject(new Error(`no answer in ${relayMs / 1000} s`));
      }, relayMs);
      const show = (uri: string) => {
        isShown = true;
        config.emitter.emit("message", { type: PAIRING_LINK, data: uri });
      };
      provider.on("display_uri", show);
      const namespace = { methods: METHODS, events: EVENTS, chains: [scope], rpcMap: { [chain.id]: rpcUrl } };
      try {
        const session = provider.connect({ optionalNamespaces: { eip155: namespace } });
        await Promise.race([session, silence.promise]);
      } catch (error) {
        if (isShown) throw error;
        provider.abortPairingAttempt();
        throw relayFailed(error);
      } finally {
        clearTimeout(timer);
        provider.removeListener("display_uri", show);
      }
    }

    return {
      id: WALLET_CONNECT,
      name: "WalletConnect",
      type: WALLET_CONNECT,
      // wagmi's capability overload is a type-level variant of the same result.
      connect: (async () => {
        const provider = await start().catch((error: unknown) => {
          throw relayFailed(error);
        });
        if (accountsOf(provider).length === 0) await pair(provider);
        const accounts = accountsOf(provider);
        if (accounts.length === 0)
          throw new Error(`The wallet shares no account on ${chain.name}. Add that network to it.`);
        provider.on("accountsChanged", onAccounts);
        provider.on("chainChanged", onChain);
        provider.on("disconnect", onGone);
        provider.on("session_delete", onGone);
        return { accounts, chainId: chain.id };
      }) as never,
      async disconnect() {
        const provider = await start();
        if (provider.session) await provider.disconnect();
      },
      getAccounts: async () => accountsOf(await start()),
      getChainId: async () => chain.id,
      getProvider: start,
      isAuthorized: async () => accountsOf(await start()).length > 0,
      onAccountsChanged: onAccounts,
      onChainChanged: onChain,
      onDisconnect: onGone,
    };
  });
}

function relayFailed(cause: unknown): Error {
  const why = cause instanceof Error && cause.message !== "" ? ` (${cause.message.replace(/\.$/, "")})` : "";
  const sentence = `WalletConnect's relay can't be reached${why}. Check the internet connection and the portal's project id.`;
  return new Error(sentence);
}
