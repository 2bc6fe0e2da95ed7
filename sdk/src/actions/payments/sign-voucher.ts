import type { Hex } from "viem";
import { signTypedData } from "viem/actions";
import type { Deployment } from "../../deployment.ts";
import { toAssayError } from "../../errors/to-assay-error.ts";
import { redeemableSignature, type Voucher, voucherTypedData } from "../../hashing/voucher.ts";
import type { AssayWallet } from "../transaction.ts";

/** Parameters of {@link signVoucher}. */
export type SignVoucherParameters = { deployment: Deployment; voucher: Voucher };

/**
 * Signs a cumulative voucher: a promise to pay, without a transaction. Check it with verifyVoucher, or verifySignature for a
 * contract wallet.
 */
export async function signVoucher(client: AssayWallet, parameters: SignVoucherParameters): Promise<Hex> {
  const { deployment, voucher } = parameters;
  const domain = { chainId: deployment.chainId, payments: deployment.addresses.payments };
  try {
    const typedData = voucherTypedData({ ...domain, voucher });
    const signature = await signTypedData(client, { account: client.account, ...typedData });
    return redeemableSignature({ ...domain, voucher, signature });
  } catch (error) {
    throw toAssayError(error);
  }
}
