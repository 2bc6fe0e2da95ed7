import type { Address } from "viem";
import { addCall, type Charge, chargesRoot, chargesTotal } from "../hashing/charges.ts";
import type { Voucher } from "../hashing/voucher.ts";

/** Token wei, as a number or as the decimal string that a gateway sends. */
type Wei = bigint | string;
type Price = { servingAmount: Wei; feeAmount: Wei };

/** Whose channel with whom, in which token. */
export type ChannelEnds = { payer: Address; payee: Address; token: Address };

/** Parameters of {@link nextVoucher}. */
export type NextVoucherParameters = {
  /** the gateway's answer to GET /v1/channel, or what it would say */
  channel: { payee: Address; token: Address; charges: readonly (Price & { modelId: Wei })[] };
  /** the gateway's quote for this call */
  price: Price;
  /** the model that the quote names */
  modelId: bigint;
  payer: Address;
};

const readPrice = ({ servingAmount, feeAmount }: Price) => ({
  servingAmount: BigInt(servingAmount),
  feeAmount: BigInt(feeAmount),
});

/** The voucher that promises these charges and nothing else. */
export function voucherFor({ payer, payee, token }: ChannelEnds, charges: readonly Charge[]): Voucher {
  return { payer, payee, token, cumulative: chargesTotal(charges), chargesRoot: chargesRoot(charges) };
}

/**
 * The voucher for one more call: it promises everything that the channel's last voucher did, and this call's price.
 *
 * @example
 * const channel = await gateway.channel({ query: { payer } });
 * const { voucher, charges } = nextVoucher({ channel, price: quote, modelId: 1n, payer });
 */
export function nextVoucher(parameters: NextVoucherParameters): { voucher: Voucher; charges: Charge[] } {
  const { channel, price, modelId, payer } = parameters;
  const { payee, token } = channel;
  const before = channel.charges.map((charge) => ({ modelId: BigInt(charge.modelId), ...readPrice(charge) }));
  const charges = addCall(before, modelId, readPrice(price));
  return { voucher: voucherFor({ payer, payee, token }, charges), charges };
}
