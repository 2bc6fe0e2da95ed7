import { type Hex, hexToBytes, zeroHash } from "viem";
import type { ChainBlock, ChainLog, ChainTransaction } from "../../platform/chain/reader/types.ts";
import type { AscHeap } from "./heap.ts";
import { newBigInt } from "./storeValues.ts";
import { TypeId } from "./typeIds.ts";

/** An ABI value as graph-ts knows it. */
export type EthereumValue =
  | { readonly kind: "address" | "fixedBytes" | "bytes"; readonly value: Hex }
  | { readonly kind: "int" | "uint"; readonly value: bigint }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "fixedArray" | "array" | "tuple"; readonly value: readonly EthereumValue[] };

export interface EventParam {
  readonly name: string;
  readonly value: EthereumValue;
}

/** Order of graph-ts's `ethereum.ValueKind`. */
const KINDS = ["address", "fixedBytes", "bytes", "int", "uint", "bool", "string", "fixedArray", "array", "tuple"];
const NULL = 0;

function newValue(heap: AscHeap, value: EthereumValue): number {
  return heap.newEnum(TypeId.EthereumValue, KINDS.indexOf(value.kind), payloadOf(heap, value));
}

function payloadOf(heap: AscHeap, value: EthereumValue): number {
  switch (value.kind) {
    case "address":
    case "fixedBytes":
    case "bytes":
      return newHex(heap, value.value);
    case "int":
    case "uint":
      return newBigInt(heap, value.value);
    case "bool":
      return value.value ? 1 : 0;
    case "string":
      return heap.newString(value.value);
    default:
      return heap.newPointers(
        TypeId.ArrayEthereumValue,
        value.value.map((item) => newValue(heap, item)),
      );
  }
}

function newHex(heap: AscHeap, hex: Hex): number {
  return heap.newBytes(hexToBytes(hex));
}

function newBlock(heap: AscHeap, block: ChainBlock): number {
  return heap.allocateFields(TypeId.EthereumBlock, [
    newHex(heap, block.hash),
    newHex(heap, block.parentHash),
    newHex(heap, block.unclesHash),
    newHex(heap, block.author),
    newHex(heap, block.stateRoot),
    newHex(heap, block.transactionsRoot),
    newHex(heap, block.receiptsRoot ?? zeroHash),
    newBigInt(heap, BigInt(block.number)),
    newBigInt(heap, block.gasUsed),
    newBigInt(heap, block.gasLimit),
    newBigInt(heap, block.timestamp),
    newBigInt(heap, block.difficulty),
    newBigInt(heap, block.totalDifficulty),
    newBigInt(heap, block.size),
    block.baseFeePerGas === null ? NULL : newBigInt(heap, block.baseFeePerGas),
  ]);
}

function newTransaction(heap: AscHeap, transaction: ChainTransaction): number {
  return heap.allocateFields(TypeId.EthereumTransaction, [
    newHex(heap, transaction.hash),
    newBigInt(heap, BigInt(transaction.index)),
    newHex(heap, transaction.from),
    transaction.to === null ? NULL : newHex(heap, transaction.to),
    newBigInt(heap, transaction.value),
    newBigInt(heap, transaction.gasLimit),
    newBigInt(heap, transaction.gasPrice),
    newHex(heap, transaction.input),
    newBigInt(heap, BigInt(transaction.nonce)),
  ]);
}

/** What a handler is called with. */
export interface EventTrigger {
  readonly block: ChainBlock;
  readonly transaction: ChainTransaction;
  readonly log: ChainLog;
  readonly params: readonly EventParam[];
}

/** Writes an `ethereum.Event` of mapping API 0.0.7 and later (with a receipt, which is null: no handler asks for one). */
export function newEvent(heap: AscHeap, { block, transaction, log, params }: EventTrigger): number {
  const logIndex = newBigInt(heap, BigInt(log.logIndex));
  const parameters = params.map(({ name, value }) =>
    heap.allocateFields(TypeId.EventParam, [heap.newString(name), newValue(heap, value)]),
  );
  return heap.allocateFields(TypeId.EthereumEvent, [
    newHex(heap, log.address),
    logIndex,
    logIndex,
    NULL,
    newBlock(heap, block),
    newTransaction(heap, transaction),
    heap.newPointers(TypeId.ArrayEventParam, parameters),
    NULL,
  ]);
}
