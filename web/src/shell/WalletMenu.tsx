import { useEffect, useState } from "react";
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Text } from "react-aria-components";
import { useNavigate } from "react-router";
import { useConfig, useNameOf } from "../data/config.ts";
import { useWallet } from "../data/wallet/useWallet.ts";
import { shortHex } from "../ui/format.ts";
import { WalletFace } from "./WalletFace.tsx";

/** What I can do with my wallet, and how to be someone else on the local chain; open at first. */
export function WalletMenu() {
  const wallet = useWallet();
  const { devAccounts } = useConfig();
  const nameOf = useNameOf();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  // The button takes the focus before the menu opens, so that it has it again when the menu closes.
  useEffect(() => setOpen(true), []);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <WalletFace autoFocus />
      <Popover className="popover" placement="bottom end">
        <Menu className="menu" aria-label="Accounts">
          {wallet.devConnector && (
            <MenuSection>
              <Header className="option-head small muted">Development accounts, local chain only</Header>
              {devAccounts.map((account) => (
                <MenuItem
                  key={account.address}
                  className="option"
                  textValue={nameOf(account.address) ?? account.name}
                  onAction={() => wallet.devConnector && void wallet.chooseDev(account.address, wallet.devConnector)}
                >
                  <Text slot="label">{nameOf(account.address) ?? account.name}</Text>
                  <Text slot="description" className="mono muted">
                    {shortHex(account.address)}
                  </Text>
                </MenuItem>
              ))}
            </MenuSection>
          )}
          <MenuSection>
            <Header className="option-head small muted">Wallets</Header>
            {wallet.connectors
              .filter((connector) => connector.uid !== wallet.devConnector?.uid)
              .map((connector) => (
                <MenuItem key={connector.uid} className="option" onAction={() => wallet.connect(connector)}>
                  {connector.name}
                </MenuItem>
              ))}
            {wallet.address && (
              <MenuItem className="option" onAction={() => void navigate(`/address/${wallet.address}`)}>
                My activity and name
              </MenuItem>
            )}
            {wallet.address && (
              <MenuItem className="option" onAction={wallet.disconnect}>
                Disconnect
              </MenuItem>
            )}
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
