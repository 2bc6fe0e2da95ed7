export { TxStepper, WalletAction, WriteAction } from "./WalletAction.tsx";
