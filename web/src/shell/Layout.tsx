import { Outlet, ScrollRestoration } from "react-router";
import { useLiveBlock } from "../data/live/useLiveBlock.ts";
import { Nav } from "./Nav.tsx";
import { Search } from "./Search.tsx";
import { ThemeButton } from "./ThemeButton.tsx";
import { WalletMenu } from "./WalletMenu.tsx";

/** The frame: where everything is, search, the newest block, the wallet. */
export function Layout() {
  const { block, live } = useLiveBlock();
  return (
    <div className="shell">
      <a href="#main" className="skip">
        Skip to content
      </a>
      <Nav
        foot={
          <p
            className="side-foot small muted"
            title={
              live ? "Updates arrive as they happen." : "The live stream is away; the page asks every few seconds."
            }
          >
            {block === undefined ? "Index: waiting" : `Block ${block.toLocaleString("en-US")}`}
            {block !== undefined && (live ? " · live" : " · polling")}
          </p>
        }
      />
      <header className="top">
        <Search />
        <div className="top-end">
          <ThemeButton />
          <WalletMenu />
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </div>
  );
}
