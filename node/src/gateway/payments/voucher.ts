import { AssayError } from "@assay/sdk/errors";
import type { Charge, Voucher } from "@assay/sdk/hashing";
import type { Hex } from "viem";
import { readAddress, readArray, readHex, readObject, readString } from "../../platform/json.ts";

/** A payer's promise as sent in the header `X-Assay-Voucher` (base64 of JSON, amounts as decimal strings). */
export interface SignedVoucher {
  voucher: Voucher;
  signature: Hex;
  charges: Charge[];
}

export interface Price {
  servingAmount: bigint;
  feeAmount: bigint;
}

function readAmount(value: unknown, field: string): bigint {
  const text = readString(value, field, 80);
  if (!/^\d+$/.test(text))
    throw new AssayError(`${field} must be a whole number of token wei as text.`, { code: "voucher_invalid", field });
  return BigInt(text);
}

/** Reads charges whose amounts are decimal strings. @throws AssayError naming the field */
export function readCharges(value: unknown, field: string): Charge[] {
  return readArray(value, field, 100).map((entry, i) => {
    const line = readObject(entry, `${field}[${i}]`);
    return {
      modelId: readAmount(line.modelId, `${field}[${i}].modelId`),
      servingAmount: readAmount(line.servingAmount, `${field}[${i}].servingAmount`),
      feeAmount: readAmount(line.feeAmount, `${field}[${i}].feeAmount`),
    };
  });
}

/** Parses the header. @throws AssayError naming the field */
export function parseVoucherHeader(header: string): SignedVoucher {
  let source: unknown;
  try {
    source = JSON.parse(Buffer.from(header, "base64").toString("utf8"));
  } catch (cause) {
    throw new AssayError("X-Assay-Voucher must be base64 of JSON {voucher, signature, charges}.", {
      code: "voucher_invalid",
      field: "X-Assay-Voucher",
      cause,
    });
  }
  const body = readObject(source, "X-Assay-Voucher");
  const voucher = readObject(body.voucher, "voucher");
  return {
    voucher: {
      payer: readAddress(voucher.payer, "voucher.payer"),
      payee: readAddress(voucher.payee, "voucher.payee"),
      token: readAddress(voucher.token, "voucher.token"),
      cumulative: readAmount(voucher.cumulative, "voucher.cumulative"),
      chargesRoot: readHex(voucher.chargesRoot, "voucher.chargesRoot", 32),
    },
    signature: readHex(body.signature, "signature"),
    charges: readCharges(body.charges, "charges"),
  };
}

/** JSON with amounts as decimal strings. */
export const serialise = (value: unknown): string =>
  JSON.stringify(value, (_, entry) => (typeof entry === "bigint" ? entry.toString() : entry));

/** The one model a voucher pays a call of beyond what the account has; undefined when it is none or several. */
export function paidModel({ charges }: SignedVoucher, account: { charges: Charge[] }): bigint | undefined {
  const before = new Map(account.charges.map((line) => [line.modelId, line.servingAmount + line.feeAmount]));
  const grown = charges.filter((line) => line.servingAmount + line.feeAmount > (before.get(line.modelId) ?? 0n));
  return grown.length === 1 ? grown[0]?.modelId : undefined;
}
