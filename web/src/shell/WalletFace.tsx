import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { useBalanceOf, useWallet } from "../data/wallet/useWallet.ts";
import { shortHex } from "../ui/format.ts";
import { Amount } from "../ui/index.ts";

/** The wallet's button: the account's name, address and balance. */
export function WalletFace(props: ButtonProps) {
  const wallet = useWallet();
  const balance = useBalanceOf(wallet.address);
  const who =
    wallet.name ?? (wallet.address ? shortHex(wallet.address) : wallet.locked ? "Wallet locked" : "Connect wallet");
  return (
    <AriaButton {...props} className="button button-plain">
      {wallet.address && <span className="visually-hidden">Wallet:</span>}
      <strong>{who}</strong>
      {wallet.address && wallet.name && <span className="mono muted wide">{shortHex(wallet.address)}</span>}
      {balance.data !== undefined && <Amount wei={balance.data} />}
      <span aria-hidden="true">▾</span>
    </AriaButton>
  );
}
