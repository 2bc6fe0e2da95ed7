import type { paymentsAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as payments from "../../calls/payments.ts";
import { type AssayWallet, type EventArgs, type Sent, transactFor } from "../transaction.ts";

/** Parameters of {@link redeem}. */
export type RedeemParameters = CallParameters<typeof payments.redeem>;

/** Redeemed's arguments and the transaction. */
export type RedeemReturnType = Sent<EventArgs<typeof paymentsAbi, "Redeemed">>;

/** Pays the increase since the last redemption to the voucher's payee. Anyone. */
export async function redeem(client: AssayWallet, parameters: RedeemParameters): Promise<RedeemReturnType> {
  return transactFor(client, payments.redeem(parameters.deployment, parameters), "Redeemed");
}
