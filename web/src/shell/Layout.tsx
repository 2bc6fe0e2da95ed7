import { NavLink, Outlet, ScrollRestoration } from "react-router";
import { LiveStatus } from "./LiveStatus.tsx";
import { Search } from "./Search.tsx";
import { ThemeButton } from "./ThemeButton.tsx";
import { WalletButton } from "./WalletButton.tsx";

const PAGES = [
  { to: "/", label: "Home" },
  { to: "/datanets", label: "Datanets" },
  { to: "/studio", label: "Studio" },
  { to: "/runs", label: "Runs" },
  { to: "/chat", label: "Chat" },
  { to: "/models", label: "Models" },
  { to: "/rounds", label: "Rounds" },
  { to: "/rewards", label: "Rewards" },
  { to: "/stake", label: "Stake" },
  { to: "/nodes", label: "Nodes" },
  { to: "/thresholds", label: "Thresholds" },
];

/** The frame: where everything is, search, the newest block, the wallet. */
export function Layout() {
  return (
    <div className="shell">
      <a href="#main" className="skip">
        Skip to content
      </a>
      <nav className="side" aria-label="Main">
        <NavLink to="/" className="brand" aria-label="Assay">
          <img src="/mark.svg" alt="" width="20" height="20" />
          Assay
        </NavLink>
        <div className="side-nav">
          {PAGES.map((page) => (
            <NavLink key={page.to} to={page.to} end={page.to === "/"}>
              {page.label}
            </NavLink>
          ))}
        </div>
        <LiveStatus />
      </nav>
      <header className="top">
        <Search />
        <div className="top-end">
          <ThemeButton />
          <WalletButton />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
