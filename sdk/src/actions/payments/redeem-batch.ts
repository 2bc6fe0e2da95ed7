import { encodeFunctionData, type Hex, parseEventLogs } from "viem";
import { paymentsAbi } from "../../abi.ts";
import type { Deployment } from "../../deployment.ts";
import type { Voucher } from "../../hashing/voucher.ts";
import { type AssayWallet, type EventArgs, type Sent, transact } from "../transaction.ts";

/** Parameters of {@link redeemBatch}. */
export type RedeemBatchParameters = {
  deployment: Deployment;
  /** of one payee and token */
  vouchers: readonly { voucher: Voucher; signature: Hex }[];
};

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
  const { deployment, vouchers } = parameters;
  const data = encodeFunctionData({
    abi: paymentsAbi,
    functionName: "redeemBatch",
    args: [vouchers.map((entry) => entry.voucher), vouchers.map((entry) => entry.signature)],
  });
  const receipt = await transact(client, deployment.addresses.payments, data);
  const logs = parseEventLogs({ abi: paymentsAbi, eventName: "Redeemed", logs: receipt.logs });
  const redeemed = logs.map((log) => log.args);
  const amount = redeemed.reduce((sum, entry) => sum + entry.amount, 0n);
  return { redeemed, amount, hash: receipt.transactionHash };
}
