/// <reference path="./webAssembly.d.ts" />
import { AssayError } from "@assay/sdk/errors";
import { TypeId } from "./typeIds.ts";

/** What every mapping compiled by graph-cli (asc 0.19, `--exportRuntime --explicitStart --runtime stub`) exports. */
export interface MappingExports {
  readonly memory: WebAssembly.Memory;
  /** Allocates an object of `size` bytes and class `id`, writes its 20-byte header, returns the address of its data. */
  __new(size: number, id: number): number;
  id_of_type(index: number): number;
  _start(): void;
}

/** Longest run of UTF-16 code units decoded at once: an argument list of this length is safe. */
const UNITS_AT_ONCE = 8_192;
/** `rtSize`, the last field of the header: bytes of data, right before the data. */
const SIZE_FIELD = 4;
/** "kind: u32, padding, payload: u64", how AssemblyScript holds a Rust enum. */
const ENUM_BYTES = 16;

/** The memory of one mapping instance: reads and writes the AssemblyScript objects host functions exchange. */
export class AscHeap {
  readonly #exports: MappingExports;

  constructor(exports: MappingExports) {
    this.#exports = exports;
  }

  /** A new view each time: growing the memory detaches the old buffer. */
  get #view(): DataView {
    return new DataView(this.#exports.memory.buffer);
  }

  u32(address: number): number {
    if (address === 0) {
      throw new AssayError("A mapping gave a null where graph-ts does not allow one; check it first.", {
        code: "mapping_null_read",
      });
    }
    return this.#view.getUint32(address, true);
  }

  u64(address: number): bigint {
    return this.#view.getBigUint64(address, true);
  }

  /** A new object of class `type` that holds `data`. */
  allocate(type: TypeId, data: Uint8Array): number {
    const address = this.#exports.__new(data.length, this.#exports.id_of_type(type));
    new Uint8Array(this.#exports.memory.buffer, address, data.length).set(data);
    return address;
  }

  /** A new object whose fields are 32-bit: pointers, lengths, booleans. */
  allocateFields(type: TypeId, fields: readonly number[]): number {
    return this.allocate(type, new Uint8Array(Uint32Array.from(fields).buffer));
  }

  readString(address: number): string {
    const size = this.u32(address === 0 ? 0 : address - SIZE_FIELD);
    const units = new Uint16Array(this.#exports.memory.buffer, address, size / 2);
    let text = "";
    for (let at = 0; at < units.length; at += UNITS_AT_ONCE) {
      text += String.fromCharCode(...units.subarray(at, at + UNITS_AT_ONCE));
    }
    return text;
  }

  newString(text: string): number {
    const units = Uint16Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
    return this.allocate(TypeId.String, new Uint8Array(units.buffer));
  }

  /** A copy of a Uint8Array (Bytes, Address, BigInt) in the mapping's memory. */
  readBytes(address: number): Uint8Array {
    const start = this.u32(address === 0 ? 0 : address + 4);
    return new Uint8Array(this.#exports.memory.buffer, start, this.u32(address + 8)).slice();
  }

  newBytes(bytes: Uint8Array): number {
    const buffer = this.allocate(TypeId.ArrayBuffer, bytes);
    return this.allocateFields(TypeId.Uint8Array, [buffer, buffer, bytes.length]);
  }

  /** The pointers held by an Array of objects. */
  readPointers(address: number): number[] {
    const start = this.u32(address === 0 ? 0 : address + 4);
    const length = this.u32(address + 12);
    return Array.from({ length }, (_, index) => this.u32(start + 4 * index));
  }

  newPointers(type: TypeId, pointers: readonly number[]): number {
    const buffer = this.allocateFields(TypeId.ArrayBuffer, pointers);
    return this.allocateFields(type, [buffer, buffer, 4 * pointers.length, pointers.length]);
  }

  readEnum(address: number): { kind: number; payload: bigint } {
    return { kind: this.u32(address), payload: this.u64(address + 8) };
  }

  newEnum(type: TypeId, kind: number, payload: bigint | number): number {
    const data = new DataView(new ArrayBuffer(ENUM_BYTES));
    data.setUint32(0, kind, true);
    data.setBigUint64(8, BigInt.asUintN(64, BigInt(payload)), true);
    return this.allocate(type, new Uint8Array(data.buffer));
  }
}
