import { AssayError } from "@assay/sdk/errors";
import { base58btc } from "multiformats/bases/base58";
import { type Address, bytesToHex, hexToBytes, keccak256 } from "viem";
import {
  addDecimals,
  type BigDecimal,
  divideDecimals,
  formatDecimal,
  multiplyDecimals,
  negateDecimal,
  parseBigInt,
  parseDecimal,
} from "./bigNumbers.ts";
import type { AscHeap } from "./heap.ts";
import { newJsonResult, newJsonValue, parseJson } from "./jsonValues.ts";
import {
  type Entity,
  newBigDecimal,
  newBigInt,
  newEntity,
  readBigDecimal,
  readBigInt,
  readEntity,
} from "./storeValues.ts";
import { TypeId } from "./typeIds.ts";

/** What the store does for a running handler. */
export interface MappingStore {
  get(type: string, id: string): Entity | undefined;
  /** Only if it was written in the present block. */
  getInBlock(type: string, id: string): Entity | undefined;
  /** The entities behind a derived field. */
  loadRelated(type: string, id: string, field: string): Entity[];
  set(type: string, id: string, entity: Entity): void;
  remove(type: string, id: string): void;
}

/** Level 0 is the most severe: it ends the mapping. */
export type LogLevel = 0 | 1 | 2 | 3 | 4;

/** What a handler can see besides its event. */
export interface HostContext {
  readonly store: MappingStore;
  readonly address: Address;
  readonly network: string;
  log(level: LogLevel, message: string): void;
}

export type HostFunction = (...args: number[]) => number | bigint | undefined;

const I64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
const U64 = { min: 0n, max: 2n ** 64n - 1n };

function inRange(text: string, { min, max }: { min: bigint; max: bigint }): bigint {
  const value = parseBigInt(text);
  if (value < min || value > max) {
    throw new AssayError(`${text} does not fit in 64 bits; read it with json.toBigInt.`, {
      code: "mapping_bad_number",
    });
  }
  return value;
}

function divisor(value: bigint): bigint {
  if (value === 0n)
    throw new AssayError("A mapping divided a BigInt by zero; guard the division.", {
      code: "mapping_division_by_zero",
    });
  return value;
}

function parseAddress(text: string): Uint8Array {
  if (!/^(0x)?[0-9a-fA-F]{40}$/.test(text)) {
    throw new AssayError(`"${text}" is not an address; give 40 hex digits.`, { code: "mapping_bad_address" });
  }
  return hexToBytes(text.startsWith("0x") ? (text as Address) : `0x${text}`);
}

/** graph-node's host functions by import name. `heap` is asked for on each call: it exists only once instantiated. */
export function hostFunctions(heap: () => AscHeap, context: HostContext): Readonly<Record<string, HostFunction>> {
  return {
    ...storeFunctions(heap, context.store),
    ...conversionFunctions(heap),
    ...bigIntFunctions(heap),
    ...bigDecimalFunctions(heap),
    ...jsonFunctions(heap),
    ...environmentFunctions(heap, context),
  };
}

function storeFunctions(heap: () => AscHeap, store: MappingStore): Record<string, HostFunction> {
  const text = (address = 0) => heap().readString(address);
  const give = (entity: Entity | undefined) => (entity === undefined ? 0 : newEntity(heap(), entity));
  return {
    "store.get": (type, id) => give(store.get(text(type), text(id))),
    "store.get_in_block": (type, id) => give(store.getInBlock(text(type), text(id))),
    "store.loadRelated": (type, id, field) => {
      const found = store.loadRelated(text(type), text(id), text(field)).map((entity) => newEntity(heap(), entity));
      return heap().newPointers(TypeId.ArrayTypedMapEntryStringStoreValue, found);
    },
    "store.set": (type, id, entity = 0) => {
      store.set(text(type), text(id), readEntity(heap(), entity));
      return undefined;
    },
    "store.remove": (type, id) => {
      store.remove(text(type), text(id));
      return undefined;
    },
  };
}

function conversionFunctions(heap: () => AscHeap): Record<string, HostFunction> {
  const bytes = (address = 0) => heap().readBytes(address);
  return {
    "typeConversion.bytesToString": (at) => {
      const padded = new TextDecoder().decode(bytes(at));
      let length = padded.length;
      while (length > 0 && padded.charCodeAt(length - 1) === 0) length -= 1;
      return heap().newString(padded.slice(0, length));
    },
    "typeConversion.bytesToHex": (at) => heap().newString(bytesToHex(bytes(at))),
    "typeConversion.bigIntToString": (at = 0) => heap().newString(readBigInt(heap(), at).toString()),
    "typeConversion.bigIntToHex": (at = 0) => {
      const value = readBigInt(heap(), at);
      return heap().newString(`0x${(value < 0n ? -value : value).toString(16)}`);
    },
    "typeConversion.stringToH160": (at = 0) => heap().newBytes(parseAddress(heap().readString(at))),
    "typeConversion.bytesToBase58": (at) => heap().newString(base58btc.baseEncode(bytes(at))),
    "crypto.keccak256": (at) => heap().newBytes(keccak256(bytes(at), "bytes")),
  };
}

function bigIntFunctions(heap: () => AscHeap): Record<string, HostFunction> {
  const binary =
    (apply: (x: bigint, y: bigint) => bigint): HostFunction =>
    (x = 0, y = 0) =>
      newBigInt(heap(), apply(readBigInt(heap(), x), readBigInt(heap(), y)));
  const shift =
    (apply: (x: bigint, bits: bigint) => bigint): HostFunction =>
    (x = 0, bits = 0) =>
      newBigInt(heap(), apply(readBigInt(heap(), x), BigInt(bits & 0xff)));
  return {
    "bigInt.plus": binary((x, y) => x + y),
    "bigInt.minus": binary((x, y) => x - y),
    "bigInt.times": binary((x, y) => x * y),
    "bigInt.dividedBy": binary((x, y) => x / divisor(y)),
    "bigInt.mod": binary((x, y) => x % divisor(y)),
    "bigInt.bitOr": binary((x, y) => x | y),
    "bigInt.bitAnd": binary((x, y) => x & y),
    "bigInt.pow": shift((x, exponent) => x ** exponent),
    "bigInt.leftShift": shift((x, bits) => x << bits),
    "bigInt.rightShift": shift((x, bits) => x >> bits),
    "bigInt.fromString": (at = 0) => newBigInt(heap(), parseBigInt(heap().readString(at))),
    "bigInt.dividedByDecimal": (x = 0, y = 0) => {
      const dividend: BigDecimal = { digits: readBigInt(heap(), x), exponent: 0n };
      return newBigDecimal(heap(), divideDecimals(dividend, readBigDecimal(heap(), y)));
    },
  };
}

function bigDecimalFunctions(heap: () => AscHeap): Record<string, HostFunction> {
  const binary =
    (apply: (x: BigDecimal, y: BigDecimal) => BigDecimal): HostFunction =>
    (x = 0, y = 0) =>
      newBigDecimal(heap(), apply(readBigDecimal(heap(), x), readBigDecimal(heap(), y)));
  return {
    "bigDecimal.plus": binary(addDecimals),
    "bigDecimal.minus": binary((x, y) => addDecimals(x, negateDecimal(y))),
    "bigDecimal.times": binary(multiplyDecimals),
    "bigDecimal.dividedBy": binary(divideDecimals),
    "bigDecimal.equals": (x = 0, y = 0) =>
      addDecimals(readBigDecimal(heap(), x), negateDecimal(readBigDecimal(heap(), y))).digits === 0n ? 1 : 0,
    "bigDecimal.toString": (at = 0) => heap().newString(formatDecimal(readBigDecimal(heap(), at))),
    "bigDecimal.fromString": (at = 0) => newBigDecimal(heap(), parseDecimal(heap().readString(at))),
  };
}

function jsonFunctions(heap: () => AscHeap): Record<string, HostFunction> {
  const text = (address = 0) => heap().readString(address);
  return {
    "json.fromBytes": (at = 0) => newJsonValue(heap(), parseJson(heap().readBytes(at))),
    "json.try_fromBytes": (at = 0) => newJsonResult(heap(), heap().readBytes(at)),
    "json.toI64": (at) => inRange(text(at), I64),
    "json.toU64": (at) => inRange(text(at), U64),
    "json.toF64": (at) => Number(text(at)),
    "json.toBigInt": (at) => newBigInt(heap(), parseBigInt(text(at))),
  };
}

function environmentFunctions(heap: () => AscHeap, context: HostContext): Record<string, HostFunction> {
  return {
    abort: (message = 0, file = 0, line, column) => {
      const reason = message === 0 ? "no reason given" : heap().readString(message);
      const place = file === 0 ? "" : ` at ${heap().readString(file)}:${line}:${column}`;
      throw new AssayError(`The mapping stopped: ${reason}${place}; fix the handler.`, { code: "mapping_aborted" });
    },
    "log.log": (level = 0, message = 0) => {
      const text = heap().readString(message);
      context.log(level as LogLevel, text);
      if (level === 0)
        throw new AssayError(`The mapping logged a critical fault: ${text}`, { code: "mapping_critical" });
      return undefined;
    },
    "dataSource.address": () => heap().newBytes(hexToBytes(context.address)),
    "dataSource.network": () => heap().newString(context.network),
    "dataSource.context": () => newEntity(heap(), new Map()),
  };
}
