import { createMPT } from "@ethereumjs/mpt";
import { bytesToHex, concatBytes, type Hex, hexToBytes, numberToHex, toRlp } from "viem";

/** A receipt as JSON-RPC gives it; only what its encoding is made of. */
export interface RawReceipt {
  readonly type?: Hex;
  readonly status?: Hex | null;
  readonly root?: Hex | null;
  readonly cumulativeGasUsed: Hex;
  readonly logsBloom: Hex;
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
}

/** A quantity without leading zeros, as RLP wants it. */
const quantity = (value: Hex): Hex => (BigInt(value) === 0n ? "0x" : evenHex(BigInt(value)));

function evenHex(value: bigint): Hex {
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? "" : "0"}${digits}`;
}

/** A receipt as the trie holds it (EIP-2718; before Byzantium a state root stands in the place of the status). */
function encodeReceipt(receipt: RawReceipt): Uint8Array {
  const first = receipt.status == null ? (receipt.root ?? "0x") : quantity(receipt.status);
  const logs = receipt.logs.map(({ address, topics, data }) => [address, [...topics], data] as const);
  const body = hexToBytes(
    toRlp([first, quantity(receipt.cumulativeGasUsed), receipt.logsBloom, logs as unknown as readonly Hex[]]),
  );
  const type = Number(receipt.type ?? "0x0");
  return type === 0 ? body : concatBytes([hexToBytes(numberToHex(type, { size: 1 })), body]);
}

/** The root that a block's header must have for these receipts, given in the order of their transactions. */
export async function receiptsRoot(receipts: readonly RawReceipt[]): Promise<Hex> {
  const trie = await createMPT();
  for (const [index, receipt] of receipts.entries()) {
    await trie.put(hexToBytes(toRlp(quantity(numberToHex(index)))), encodeReceipt(receipt));
  }
  return bytesToHex(trie.root());
}
