export { WalletAction, WriteAction } from "./WalletAction.tsx";
