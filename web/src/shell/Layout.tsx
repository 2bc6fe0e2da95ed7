import { Outlet, ScrollRestoration } from "react-router";
import { WalletNotice } from "../features/wallet/WalletNotice.tsx";
import { LiveStatus } from "./LiveStatus.tsx";
import { Nav } from "./Nav.tsx";
import { Search } from "./Search.tsx";
import { ThemeButton } from "./ThemeButton.tsx";
import { WalletButton } from "./WalletButton.tsx";

/** The frame: where everything is, search, the newest block, the wallet. */
export function Layout() {
  return (
    <div className="shell">
      <a href="#main" className="skip">
        Skip to content
      </a>
      <Nav foot={<LiveStatus />} />
      <header className="top">
        <Search />
        <div className="top-end">
          <ThemeButton />
          <WalletButton />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <WalletNotice />
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
