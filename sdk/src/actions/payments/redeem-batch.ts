import { parseEventLogs } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { CallParameters } from "../../calls/call.ts";
import * as payments from "../../calls/payments.ts";
import { type AssayWallet, type EventArgs, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link redeemBatch}. */
export type RedeemBatchParameters = CallParameters<typeof payments.redeemBatch>;

/** One Redeemed event per voucher, and their sum in token wei. */
export type RedeemBatchReturnType = Sent<{
  redeemed: EventArgs<typeof paymentsAbi, "Redeemed">[];
  amount: bigint;
}>;

/** Redeems many vouchers of one payee with one transfer. Anyone. */
export async function redeemBatch(
  client: AssayWallet,
  parameters: RedeemBatchParameters,
): Promise<RedeemBatchReturnType> {
  const receipt = await transact(client, payments.redeemBatch(parameters.deployment, parameters));
  const logs = parseEventLogs({ abi: paymentsAbi, eventName: "Redeemed", logs: receipt.logs });
  const redeemed = logs.map((log) => log.args);
  const amount = redeemed.reduce((sum, entry) => sum + entry.amount, 0n);
  return { redeemed, amount, hash: receipt.transactionHash };
}
