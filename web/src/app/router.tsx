import { createBrowserRouter, isRouteErrorResponse, Link, type RouteObject, useRouteError } from "react-router";
import { ErrorNote, Page, Skeleton } from "../ui/index.ts";
import { Layout } from "./Layout.tsx";

/** Each feature is one chunk; a page's code arrives with its first visit. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("../features/home/index.ts")).HomePage }) },
  { path: "datanets", lazy: async () => ({ Component: (await import("../features/datanets/index.ts")).DatanetsPage }) },
  {
    path: "datanets/new",
    lazy: async () => ({ Component: (await import("../features/datanets/index.ts")).CreateDatanetPage }),
  },
  {
    path: "datanets/:id",
    lazy: async () => ({ Component: (await import("../features/datanets/index.ts")).DatanetPage }),
  },
  {
    path: "datanets/:id/import",
    lazy: async () => ({ Component: (await import("../features/import/index.ts")).ImportPage }),
  },
  { path: "studio", lazy: async () => ({ Component: (await import("../features/studio/index.ts")).StudioPage }) },
  { path: "runs", lazy: async () => ({ Component: (await import("../features/runs/index.ts")).RunsPage }) },
  { path: "runs/:id", lazy: async () => ({ Component: (await import("../features/runs/index.ts")).RunPage }) },
  { path: "chat", lazy: async () => ({ Component: (await import("../features/chat/index.ts")).ChatPage }) },
  { path: "models", lazy: async () => ({ Component: (await import("../features/models/index.ts")).ModelsPage }) },
  { path: "models/:id", lazy: async () => ({ Component: (await import("../features/models/index.ts")).ModelPage }) },
  { path: "rounds", lazy: async () => ({ Component: (await import("../features/rounds/index.ts")).RoundsPage }) },
  { path: "rounds/:id", lazy: async () => ({ Component: (await import("../features/rounds/index.ts")).RoundPage }) },
  { path: "rewards", lazy: async () => ({ Component: (await import("../features/rewards/index.ts")).RewardsPage }) },
  { path: "stake", lazy: async () => ({ Component: (await import("../features/stake/index.ts")).StakePage }) },
  { path: "nodes", lazy: async () => ({ Component: (await import("../features/nodes/index.ts")).NodesPage }) },
  {
    path: "thresholds",
    lazy: async () => ({ Component: (await import("../features/thresholds/index.ts")).ThresholdsPage }),
  },
  {
    path: "address/:address",
    lazy: async () => ({ Component: (await import("../features/explorer/index.ts")).AddressPage }),
  },
  {
    path: "tx/:hash",
    lazy: async () => ({ Component: (await import("../features/explorer/index.ts")).TransactionPage }),
  },
  { path: "cid/:cid", lazy: async () => ({ Component: (await import("../features/explorer/index.ts")).ContentPage }) },
  { path: "*", Component: NotFound },
];

export const router = createBrowserRouter([
  {
    Component: Layout,
    ErrorBoundary: Broken,
    HydrateFallback: Loading,
    children: [{ ErrorBoundary: Broken, children: pages }],
  },
]);

/** Shown while the first page's code arrives. */
function Loading() {
  return (
    <main>
      <Skeleton lines={5} label="Loading the page" />
    </main>
  );
}

function NotFound() {
  return (
    <Page question="Where is this?" title="No page here">
      <p>
        Nothing lives at this address. <Link to="/">Home</Link> has a search that takes addresses, transactions, CIDs
        and names.
      </p>
    </Page>
  );
}

function Broken() {
  const error = useRouteError();
  const cause =
    error instanceof Error
      ? error
      : new Error(isRouteErrorResponse(error) ? error.statusText : "The page stopped unexpectedly.");
  return (
    <Page question="What happened?" title="This page stopped">
      <ErrorNote error={cause} retry={() => window.location.reload()} />
      <p className="muted">Nothing you signed or sent is lost: it is on chain or with the role that took it.</p>
    </Page>
  );
}
