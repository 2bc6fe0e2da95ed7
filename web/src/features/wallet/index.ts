export { WalletAction, WriteAction } from "./WalletAction.tsx";
export { WalletNotice } from "./WalletNotice.tsx";
