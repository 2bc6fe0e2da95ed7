import { AssayError } from "@assay/sdk/errors";
import { bytesToHex, type Hex, hexToBytes } from "viem";
import { type BigDecimal, bigIntFromBytes, bigIntToBytes } from "./bigNumbers.ts";
import type { AscHeap } from "./heap.ts";
import { TypeId } from "./typeIds.ts";

/** A value of an entity's field, as mappings and store exchange it. */
export type StoreValue =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "int"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "bytes"; readonly value: Hex }
  | { readonly kind: "bigInt"; readonly value: bigint }
  | { readonly kind: "bigDecimal"; readonly value: BigDecimal }
  | { readonly kind: "int8"; readonly value: bigint }
  | { readonly kind: "timestamp"; readonly value: bigint }
  | { readonly kind: "array"; readonly value: readonly StoreValue[] }
  | { readonly kind: "null" };

/** Field values by field name, `id` among them. */
export type Entity = ReadonlyMap<string, StoreValue>;

/** Order of graph-ts's `ValueKind`. */
const KINDS = ["string", "int", "bigDecimal", "bool", "array", "null", "bytes", "bigInt", "int8", "timestamp"] as const;

export function readBigInt(heap: AscHeap, address: number): bigint {
  return bigIntFromBytes(heap.readBytes(address));
}

export function newBigInt(heap: AscHeap, value: bigint): number {
  return heap.newBytes(bigIntToBytes(value));
}

export function readBigDecimal(heap: AscHeap, address: number): BigDecimal {
  return { digits: readBigInt(heap, heap.u32(address)), exponent: readBigInt(heap, heap.u32(address + 4)) };
}

export function newBigDecimal(heap: AscHeap, value: BigDecimal): number {
  return heap.allocateFields(TypeId.BigDecimal, [newBigInt(heap, value.digits), newBigInt(heap, value.exponent)]);
}

function readValue(heap: AscHeap, address: number): StoreValue {
  const { kind: index, payload } = heap.readEnum(address);
  const kind = KINDS[index];
  const pointer = Number(BigInt.asUintN(32, payload));
  switch (kind) {
    case "string":
      return { kind, value: heap.readString(pointer) };
    case "int":
      return { kind, value: Number(BigInt.asIntN(32, payload)) };
    case "bigDecimal":
      return { kind, value: readBigDecimal(heap, pointer) };
    case "bool":
      return { kind, value: payload !== 0n };
    case "array":
      return { kind, value: heap.readPointers(pointer).map((item) => readValue(heap, item)) };
    case "null":
      return { kind };
    case "bytes":
      return { kind, value: bytesToHex(heap.readBytes(pointer)) };
    case "bigInt":
      return { kind, value: readBigInt(heap, pointer) };
    case "int8":
    case "timestamp":
      return { kind, value: BigInt.asIntN(64, payload) };
    default:
      throw new AssayError(`A mapping stored a value of unknown kind ${index}; rebuild the subgraph.`, {
        code: "mapping_bad_value",
      });
  }
}

function newValue(heap: AscHeap, value: StoreValue): number {
  return heap.newEnum(TypeId.StoreValue, KINDS.indexOf(value.kind), payloadOf(heap, value));
}

function payloadOf(heap: AscHeap, value: StoreValue): bigint | number {
  switch (value.kind) {
    case "string":
      return heap.newString(value.value);
    case "bigDecimal":
      return newBigDecimal(heap, value.value);
    case "bool":
      return value.value ? 1 : 0;
    case "array":
      return heap.newPointers(
        TypeId.ArrayStoreValue,
        value.value.map((item) => newValue(heap, item)),
      );
    case "null":
      return 0;
    case "bytes":
      return heap.newBytes(hexToBytes(value.value));
    case "bigInt":
      return newBigInt(heap, value.value);
    default:
      return value.value;
  }
}

/** Reads a `TypedMap<string, Value>`. */
export function readEntity(heap: AscHeap, address: number): Map<string, StoreValue> {
  const entries = heap.readPointers(heap.u32(address));
  return new Map(
    entries.map((entry) => [heap.readString(heap.u32(entry)), readValue(heap, heap.u32(entry + 4))] as const),
  );
}

/** Writes a `TypedMap<string, Value>`; fields in name order and nulls left out, as graph-node gives them. */
export function newEntity(heap: AscHeap, entity: Entity): number {
  const fields = [...entity].filter(([, value]) => value.kind !== "null").sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = fields.map(([name, value]) =>
    heap.allocateFields(TypeId.TypedMapEntryStringStoreValue, [heap.newString(name), newValue(heap, value)]),
  );
  return heap.allocateFields(TypeId.TypedMapStringStoreValue, [
    heap.newPointers(TypeId.ArrayTypedMapEntryStringStoreValue, entries),
  ]);
}
