import { type Address, concat, type Hex, keccak256, stringToBytes } from "viem";
import { canonicalSignature, recoverSigner } from "./signature.ts";
import { hashWords } from "./words.ts";

/** Cumulative payment promise of a channel; amounts in token wei since the channel began. See IPayments.Voucher. */
export type Voucher = { payer: Address; payee: Address; token: Address; cumulative: bigint; chargesRoot: Hex };

/** Where a voucher is valid. */
export type VoucherDomain = { chainId: number; payments: Address };

const VOUCHER_TYPES = {
  Voucher: [
    { name: "payer", type: "address" },
    { name: "payee", type: "address" },
    { name: "token", type: "address" },
    { name: "cumulative", type: "uint256" },
    { name: "chargesRoot", type: "bytes32" },
  ],
} as const;

const hashText = (text: string): Hex => keccak256(stringToBytes(text));
const DOMAIN_TYPE_HASH = hashText("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
const VOUCHER_TYPE_HASH = hashText(
  "Voucher(address payer,address payee,address token,uint256 cumulative,bytes32 chargesRoot)",
);
const NAME_HASH = hashText("Assay Payments");
const VERSION_HASH = hashText("1");

/** EIP-712 data for a wallet's signTypedData. */
export function voucherTypedData(input: VoucherDomain & { voucher: Voucher }) {
  return {
    domain: { name: "Assay Payments", version: "1", chainId: input.chainId, verifyingContract: input.payments },
    types: VOUCHER_TYPES,
    primaryType: "Voucher",
    message: input.voucher,
  } as const;
}

/** The digest Payments.hashVoucher returns, without the general typed-data encoder. */
export function hashVoucher({ chainId, payments, voucher }: VoucherDomain & { voucher: Voucher }): Hex {
  const domain = hashWords(DOMAIN_TYPE_HASH, NAME_HASH, VERSION_HASH, chainId, payments);
  const { payer, payee, token, cumulative, chargesRoot } = voucher;
  const struct = hashWords(VOUCHER_TYPE_HASH, payer, payee, token, cumulative, chargesRoot);
  return keccak256(concat(["0x1901", domain, struct]));
}

/**
 * True if the payer's key signed the voucher. Synchronous and cheap, for a gateway's hot path; contract wallets
 * are only known to the chain: verifySignature asks it.
 */
export function verifyVoucher(input: VoucherDomain & { voucher: Voucher; signature: Hex }): boolean {
  const signer = recoverSigner(hashVoucher(input), input.signature);
  return signer !== undefined && signer.toLowerCase() === input.voucher.payer.toLowerCase();
}

/**
 * A voucher's signature as the contract takes it: a key's v of 0 or 1 becomes 27 or 28. A contract wallet reads its
 * bytes in its own way, so those stay as they are.
 */
export function redeemableSignature(input: VoucherDomain & { voucher: Voucher; signature: Hex }): Hex {
  const canonical = canonicalSignature(input.signature);
  // The compact form costs less on chain and is taken as it is.
  if (canonical === undefined || canonical.length !== input.signature.length) return input.signature;
  return canonical !== input.signature && verifyVoucher(input) ? canonical : input.signature;
}
