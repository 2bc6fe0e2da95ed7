import { type ComponentType, useState } from "react";
import { ErrorNote } from "../ui/index.ts";
import { WalletFace } from "./WalletFace.tsx";

const loadMenu = async () => (await import("./WalletMenu.tsx")).WalletMenu;

/** Who I am and what I hold; the menu's code comes when somebody reaches for it. */
export function WalletButton() {
  const [Menu, setMenu] = useState<ComponentType>();
  const [error, setError] = useState<Error>();
  if (Menu) return <Menu />;
  const open = () => {
    setError(undefined);
    loadMenu().then(
      (menu) => setMenu(() => menu),
      () => setError(new Error("The portal did not send the wallet's menu. Reload the page to try again.")),
    );
  };
  return (
    <>
      <WalletFace aria-haspopup="menu" onPress={open} />
      {error && <ErrorNote error={error} />}
    </>
  );
}
