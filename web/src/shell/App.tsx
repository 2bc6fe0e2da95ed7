import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { RouterProvider } from "react-router";
import { WagmiProvider } from "wagmi";
import { connect } from "wagmi/actions";
import { ConfigContext, loadConfig, type PortalConfig } from "../data/config.ts";
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
  useEffect(() => {
    loadConfig().then(setConfig, setError);
  }, []);
  if (error) {
    return (
      <main>
        <ErrorNote error={error} retry={() => window.location.reload()} />
      </main>
    );
  }
  if (!config) {
    return (
      <main>
        <Skeleton lines={5} label="Reading the portal's configuration" />
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
  useEffect(() => {
    const dev = wagmi.connectors.find((connector) => connector.type === "assay-dev");
    if (dev && wagmi.state.status === "disconnected") void connect(wagmi, { connector: dev });
  }, [wagmi]);
  return (
    <ConfigContext value={config}>
      <WagmiProvider config={wagmi}>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </WagmiProvider>
    </ConfigContext>
  );
}
