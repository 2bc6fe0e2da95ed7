import type { Hex } from "viem";
import type { Charge } from "../hashing/charges.ts";
import type { Voucher } from "../hashing/voucher.ts";

/** What a gateway needs in order to be paid: the promise, the payer's signature over it, and what it adds up. */
export type SignedVoucher = { voucher: Voucher; signature: Hex; charges: readonly Charge[] };

/** The value of the header `X-Assay-Voucher`: base64 of JSON, with amounts as decimal strings. */
export function voucherHeader({ voucher, signature, charges }: SignedVoucher): string {
  const text = JSON.stringify({ voucher, signature, charges }, (_key, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  return btoa(text);
}
