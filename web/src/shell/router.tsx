import type { ComponentType } from "react";
import { createBrowserRouter, isRouteErrorResponse, Link, type RouteObject, useRouteError } from "react-router";
import { ErrorNote, Page } from "../ui/index.ts";
import { Layout } from "./Layout.tsx";
import { LazyPage } from "./LazyPage.tsx";

/** Each page is a chunk of its own: its code arrives with its first visit. */
const PAGES: Record<string, () => Promise<ComponentType>> = {
  "/": async () => (await import("../features/home/HomePage.tsx")).HomePage,
  datanets: async () => (await import("../features/datanets/DatanetsPage.tsx")).DatanetsPage,
  "datanets/new": async () => (await import("../features/datanets/CreateDatanetPage.tsx")).CreateDatanetPage,
  "datanets/:id": async () => (await import("../features/datanets/DatanetPage.tsx")).DatanetPage,
  "datanets/:id/import": async () => (await import("../features/import/ImportPage.tsx")).ImportPage,
  studio: async () => (await import("../features/studio/StudioPage.tsx")).StudioPage,
  runs: async () => (await import("../features/runs/RunsPage.tsx")).RunsPage,
  "runs/:id": async () => (await import("../features/runs/RunPage.tsx")).RunPage,
  chat: async () => (await import("../features/chat/ChatPage.tsx")).ChatPage,
  models: async () => (await import("../features/models/ModelsPage.tsx")).ModelsPage,
  "models/:id": async () => (await import("../features/models/ModelPage.tsx")).ModelPage,
  rounds: async () => (await import("../features/rounds/RoundsPage.tsx")).RoundsPage,
  "rounds/:id": async () => (await import("../features/rounds/RoundPage.tsx")).RoundPage,
  rewards: async () => (await import("../features/rewards/RewardsPage.tsx")).RewardsPage,
  stake: async () => (await import("../features/stake/StakePage.tsx")).StakePage,
  nodes: async () => (await import("../features/nodes/NodesPage.tsx")).NodesPage,
  thresholds: async () => (await import("../features/thresholds/ThresholdsPage.tsx")).ThresholdsPage,
  "address/:address": async () => (await import("../features/explorer/AddressPage.tsx")).AddressPage,
  "tx/:hash": async () => (await import("../features/explorer/TransactionPage.tsx")).TransactionPage,
  "cid/:cid": async () => (await import("../features/explorer/ContentPage.tsx")).ContentPage,
};

const pages: RouteObject[] = Object.entries(PAGES).map(([path, load]) => ({
  path,
  element: <LazyPage key={path} load={load} />,
}));

export const router = createBrowserRouter([
  {
    Component: Layout,
    ErrorBoundary: Broken,
    children: [{ ErrorBoundary: Broken, children: [...pages, { path: "*", Component: NotFound }] }],
  },
]);

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
