import { createBrowserRouter, isRouteErrorResponse, Link, type RouteObject, useRouteError } from "react-router";
import { ErrorNote, Page, Skeleton } from "../ui/index.ts";
import { Layout } from "./Layout.tsx";

/** Each page is a chunk of its own: its code arrives with its first visit. */
const pages: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import("../features/home/HomePage.tsx")).HomePage }) },
  {
    path: "datanets",
    lazy: async () => ({ Component: (await import("../features/datanets/DatanetsPage.tsx")).DatanetsPage }),
  },
  {
    path: "datanets/new",
    lazy: async () => ({ Component: (await import("../features/datanets/CreateDatanetPage.tsx")).CreateDatanetPage }),
  },
  {
    path: "datanets/:id",
    lazy: async () => ({ Component: (await import("../features/datanets/DatanetPage.tsx")).DatanetPage }),
  },
  {
    path: "datanets/:id/import",
    lazy: async () => ({ Component: (await import("../features/import/ImportPage.tsx")).ImportPage }),
  },
  { path: "studio", lazy: async () => ({ Component: (await import("../features/studio/StudioPage.tsx")).StudioPage }) },
  { path: "runs", lazy: async () => ({ Component: (await import("../features/runs/RunsPage.tsx")).RunsPage }) },
  { path: "runs/:id", lazy: async () => ({ Component: (await import("../features/runs/RunPage.tsx")).RunPage }) },
  { path: "chat", lazy: async () => ({ Component: (await import("../features/chat/ChatPage.tsx")).ChatPage }) },
  { path: "models", lazy: async () => ({ Component: (await import("../features/models/ModelsPage.tsx")).ModelsPage }) },
  {
    path: "models/:id",
    lazy: async () => ({ Component: (await import("../features/models/ModelPage.tsx")).ModelPage }),
  },
  { path: "rounds", lazy: async () => ({ Component: (await import("../features/rounds/RoundsPage.tsx")).RoundsPage }) },
  {
    path: "rounds/:id",
    lazy: async () => ({ Component: (await import("../features/rounds/RoundPage.tsx")).RoundPage }),
  },
  {
    path: "rewards",
    lazy: async () => ({ Component: (await import("../features/rewards/RewardsPage.tsx")).RewardsPage }),
  },
  { path: "stake", lazy: async () => ({ Component: (await import("../features/stake/StakePage.tsx")).StakePage }) },
  { path: "nodes", lazy: async () => ({ Component: (await import("../features/nodes/NodesPage.tsx")).NodesPage }) },
  {
    path: "thresholds",
    lazy: async () => ({ Component: (await import("../features/thresholds/ThresholdsPage.tsx")).ThresholdsPage }),
  },
  {
    path: "address/:address",
    lazy: async () => ({ Component: (await import("../features/explorer/AddressPage.tsx")).AddressPage }),
  },
  {
    path: "tx/:hash",
    lazy: async () => ({ Component: (await import("../features/explorer/TransactionPage.tsx")).TransactionPage }),
  },
  {
    path: "cid/:cid",
    lazy: async () => ({ Component: (await import("../features/explorer/ContentPage.tsx")).ContentPage }),
  },
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
        No page has this address. Search for a name, an address, a transaction or a CID above, or go{" "}
        <Link to="/">home</Link>.
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
      <p className="muted">Nothing that you signed or sent is lost.</p>
    </Page>
  );
}
