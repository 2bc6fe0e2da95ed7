import type { Hex } from "viem";
import type { CallParameters } from "../../calls/call.ts";
import * as token from "../../calls/token.ts";
import { type AssayWallet, transact } from "../transaction.ts";

/** Parameters of {@link transferToken}. */
export type TransferTokenParameters = CallParameters<typeof token.transfer>;

/** Sends tokens of the caller. */
export async function transferToken(client: AssayWallet, parameters: TransferTokenParameters): Promise<{ hash: Hex }> {
  return { hash: (await transact(client, token.transfer(parameters.deployment, parameters))).transactionHash };
}
