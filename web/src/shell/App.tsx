import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { RouterProvider } from "react-router";
import { WagmiProvider } from "wagmi";
import { ConfigContext, loadConfig, type PortalConfig } from "../data/config.ts";
import { LiveClient } from "../data/live/client.ts";
import { openHub } from "../data/live/openHub.ts";
import { refreshOnChange } from "../data/live/refresh.ts";
import { LiveContext } from "../data/live/useLive.ts";
import { WalletDesk } from "../data/wallet/desk.ts";
import { DEV_WALLET } from "../data/wallet/devWallet.ts";
import { WalletContext } from "../data/wallet/useWallet.ts";
import { createWagmi } from "../data/wallet/wagmi.ts";
import { ErrorNote, Skeleton } from "../ui/index.ts";
import { router } from "./router.tsx";

const queries = new QueryClient({
  defaultOptions: { queries: { staleTime: 2000, retry: 1, refetchOnWindowFocus: false } },
});

/** Reads the portal's configuration, then mounts the app over it. */
export function App() {
  const [config, setConfig] = useState<PortalConfig>();
  const [error, setError] = useState<Error>();
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks once more.
  useEffect(() => {
    setError(undefined);
    loadConfig().then(setConfig, setError);
  }, [attempt]);
  const again = () => setAttempt((last) => last + 1);
  if (!config) {
    return (
      <main>
        {error ? (
          <ErrorNote error={error} retry={again} />
        ) : (
          <Skeleton
            key={attempt}
            lines={5}
            isOpening={attempt === 0}
            label="Reading the portal's configuration"
            waits={{
              sentence: "Still waiting for the portal's configuration. Check that the stack is up.",
              askAgain: again,
            }}
          />
        )}
      </main>
    );
  }
  return (
    <Providers config={config}>
      <RouterProvider router={router} />
    </Providers>
  );
}

function Providers({ config, children }: { config: PortalConfig; children: ReactNode }) {
  const wagmi = useMemo(() => createWagmi(config), [config]);
  const desk = useMemo(
    () => new WalletDesk(wagmi, config.devAccounts.length > 0 ? DEV_WALLET : undefined),
    [wagmi, config],
  );
  useEffect(() => desk.start(), [desk]);
  const [live] = useState(() => new LiveClient(openHub()));
  useEffect(() => refreshOnChange(queries, live), [live]);
  return (
    <ConfigContext value={config}>
      <WagmiProvider config={wagmi} reconnectOnMount={false}>
        <WalletContext value={desk}>
          <QueryClientProvider client={queries}>
            <LiveContext value={live}>{children}</LiveContext>
          </QueryClientProvider>
        </WalletContext>
      </WagmiProvider>
    </ConfigContext>
  );
}
