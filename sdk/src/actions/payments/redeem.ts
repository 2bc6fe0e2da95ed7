import { encodeFunctionData, type Hex } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { Voucher } from "../../hashing/voucher.ts";
import { type AssayWallet, type EventArgs, eventOf, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link redeem}. */
export type RedeemParameters = {
  deployment: Deployment;
  voucher: Voucher;
  signature: Hex;
};

/** Redeemed's arguments and the transaction. */
export type RedeemReturnType = Sent<EventArgs<typeof paymentsAbi, "Redeemed">>;

/** Pays the increase since the last redemption to the voucher's payee. Anyone. */
export async function redeem(client: AssayWallet, parameters: RedeemParameters): Promise<RedeemReturnType> {
  const { deployment, voucher, signature } = parameters;
  const address = deployment.addresses.payments;
  const data = encodeFunctionData({ abi: paymentsAbi, functionName: "redeem", args: [voucher, signature] });
  return eventOf(await transact(client, address, data), { address, abi: paymentsAbi, eventName: "Redeemed" });
}
