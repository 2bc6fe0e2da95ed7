import {
  Button as AriaButton,
  Header,
  Menu,
  MenuItem,
  MenuSection,
  MenuTrigger,
  Popover,
  Text,
} from "react-aria-components";
import { useNavigate } from "react-router";
import { useConfig, useNameOf } from "../data/config.ts";
import { useBalanceOf, useWallet } from "../data/wallet/useWallet.ts";
import { shortHex } from "../ui/format.ts";
import { Amount } from "../ui/index.ts";

/** Who I am, what I hold, and how to be someone else on the local chain. */
export function WalletMenu() {
  const wallet = useWallet();
  const { devAccounts } = useConfig();
  const nameOf = useNameOf();
  const navigate = useNavigate();
  const balance = useBalanceOf(wallet.address);
  const who = wallet.name ?? (wallet.address ? shortHex(wallet.address) : "Connect wallet");
  return (
    <MenuTrigger>
      <AriaButton className="button button-plain">
        {wallet.address && <span className="visually-hidden">Wallet:</span>}
        <strong>{who}</strong>
        {wallet.address && wallet.name && <span className="mono muted wide">{shortHex(wallet.address)}</span>}
        {balance.data !== undefined && <Amount wei={balance.data} />}
        <span aria-hidden="true">▾</span>
      </AriaButton>
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
            <Header className="option-head small muted">Wallets in this browser</Header>
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
