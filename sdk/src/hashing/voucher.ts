import { secp256k1 } from "@noble/curves/secp256k1.js";
import { type Address, bytesToHex, concat, type Hex, hexToBytes, isHex, keccak256, stringToBytes } from "viem";
import { publicKeyToAddress } from "viem/accounts";
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
const SIGNATURE_BYTES = 65;
/** OpenZeppelin's ECDSA refuses signatures with s in the upper half, so this must too. */
const HALF_ORDER = secp256k1.Point.CURVE().n >> 1n;

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

/** Address that made a 65-byte signature over a digest; undefined if it is malformed or malleable. */
export function recoverSigner(digest: Hex, signature: Hex): Address | undefined {
  if (!isHex(signature) || signature.length !== 2 + 2 * SIGNATURE_BYTES) return undefined;
  const bytes = hexToBytes(signature);
  const v = bytes[SIGNATURE_BYTES - 1];
  if (v !== 27 && v !== 28) return undefined;
  if (BigInt(`0x${signature.slice(66, 130)}`) > HALF_ORDER) return undefined;
  try {
    const point = secp256k1.Signature.fromBytes(bytes.subarray(0, SIGNATURE_BYTES - 1), "compact")
      .addRecoveryBit(v - 27)
      .recoverPublicKey(hexToBytes(digest));
    return publicKeyToAddress(bytesToHex(point.toBytes(false)));
  } catch {
    // Numbers that are no curve point: nobody signed this.
    return undefined;
  }
}

/**
 * True if the payer's key signed the voucher. Synchronous and cheap, for a gateway's hot path; contract wallets
 * (ERC-1271) are only known to the chain.
 */
export function verifyVoucher(input: VoucherDomain & { voucher: Voucher; signature: Hex }): boolean {
  const signer = recoverSigner(hashVoucher(input), input.signature);
  return signer !== undefined && signer.toLowerCase() === input.voucher.payer.toLowerCase();
}
