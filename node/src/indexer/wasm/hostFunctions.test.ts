import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { AssayError } from "@assay/sdk/errors";
import { keccak256, stringToBytes } from "viem";
import { SUBGRAPH_PATH } from "../testing/subgraphPath.ts";
import type { AscHeap } from "./heap.ts";
import { type HostContext, type HostFunction, hostFunctions } from "./hostFunctions.ts";
import { instantiate } from "./mapping.ts";
import { type Entity, newBigInt, newEntity, readBigInt, readEntity, type StoreValue } from "./storeValues.ts";

const logged: string[] = [];
const stored = new Map<string, Entity>();
const context: HostContext = {
  address: "0x00000000000000000000000000000000000000aa",
  network: "localhost",
  log: (level, message) => logged.push(`${level} ${message}`),
  store: {
    get: (type, id) => stored.get(`${type} ${id}`),
    getInBlock: () => undefined,
    loadRelated: () => [...stored.values()],
    set: (type, id, entity) => stored.set(`${type} ${id}`, entity),
    remove: (type, id) => stored.delete(`${type} ${id}`),
  },
};

let heap: AscHeap;
let functions: Readonly<Record<string, HostFunction>>;

before(async () => {
  const wasm = await readFile(join(SUBGRAPH_PATH, "Payments", "Payments.wasm"));
  heap = instantiate(new WebAssembly.Module(wasm), context).heap;
  functions = hostFunctions(() => heap, context);
});

/** Calls a host function as the mapping would. */
function call(name: string, ...args: number[]): number {
  const result = functions[name]?.(...args);
  assert.equal(typeof result, "number", name);
  return result as number;
}

test("heap: strings, bytes and numbers come back as written", () => {
  for (const text of ["", "plain", "ünï 😀", "x".repeat(20_000)])
    assert.equal(heap.readString(heap.newString(text)), text);
  const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
  assert.deepEqual(heap.readBytes(heap.newBytes(bytes)), bytes);
  for (const value of [0n, -1n, 2n ** 256n - 1n]) assert.equal(readBigInt(heap, newBigInt(heap, value)), value);
});

test("heap: data lies at multiples of 16, as AssemblyScript's own objects do", () => {
  for (const length of [0, 1, 15, 16, 17]) assert.equal(heap.newBytes(new Uint8Array(length)) % 16, 0);
});

test("heap error: a null pointer is named, not read", () => {
  assert.throws(() => heap.readString(0), isCode("mapping_null_read"));
  assert.throws(() => heap.readBytes(0), isCode("mapping_null_read"));
});

test("store.set and store.get: an entity of every kind of value", () => {
  const full: Entity = new Map<string, StoreValue>([
    ["a", { kind: "string", value: "text" }],
    ["b", { kind: "int", value: -5 }],
    ["c", { kind: "bool", value: true }],
    ["d", { kind: "bytes", value: "0x00ff" }],
    ["e", { kind: "bigInt", value: -(2n ** 200n) }],
    ["f", { kind: "bigDecimal", value: { digits: 15n, exponent: -1n } }],
    ["g", { kind: "int8", value: -(2n ** 62n) }],
    ["h", { kind: "timestamp", value: 1_700_000_000_000_000n }],
    [
      "i",
      {
        kind: "array",
        value: [
          { kind: "int", value: 1 },
          { kind: "int", value: 2 },
        ],
      },
    ],
  ]);
  functions["store.set"]?.(heap.newString("Thing"), heap.newString("1"), newEntity(heap, full));
  assert.deepEqual(stored.get("Thing 1"), full);
  const found = call("store.get", heap.newString("Thing"), heap.newString("1"));
  assert.deepEqual(readEntity(heap, found), full);
  assert.equal(call("store.get", heap.newString("Thing"), heap.newString("2")), 0);
});

test("newEntity: nulls are left out and fields are in name order", () => {
  const address = newEntity(
    heap,
    new Map<string, StoreValue>([
      ["z", { kind: "int", value: 1 }],
      ["a", { kind: "null" }],
      ["b", { kind: "int", value: 2 }],
    ]),
  );
  assert.deepEqual([...readEntity(heap, address).keys()], ["b", "z"]);
});

test("typeConversion: hex, text, addresses", () => {
  assert.equal(heap.readString(call("typeConversion.bytesToHex", heap.newBytes(new Uint8Array()))), "0x");
  const padded = heap.newBytes(Uint8Array.from([0x41, 0x42, 0, 0]));
  assert.equal(heap.readString(call("typeConversion.bytesToString", padded)), "AB");
  assert.equal(heap.readString(call("typeConversion.bigIntToHex", newBigInt(heap, 255n))), "0xff");
  assert.equal(heap.readString(call("typeConversion.bigIntToString", newBigInt(heap, -7n))), "-7");
  const address = call("typeConversion.stringToH160", heap.newString(`0x${"ab".repeat(20)}`));
  assert.deepEqual(heap.readBytes(address), new Uint8Array(20).fill(0xab));
  assert.throws(() => call("typeConversion.stringToH160", heap.newString("0x12")), isCode("mapping_bad_address"));
});

test("bigInt: arithmetic, shifts and bits on 256-bit numbers", () => {
  const x = newBigInt(heap, 2n ** 250n + 12n);
  const y = newBigInt(heap, -5n);
  const result = (name: string, ...args: number[]) => readBigInt(heap, call(`bigInt.${name}`, ...args));
  assert.equal(result("plus", x, y), 2n ** 250n + 7n);
  assert.equal(result("dividedBy", newBigInt(heap, -7n), newBigInt(heap, 2n)), -3n);
  assert.equal(result("mod", newBigInt(heap, 7n), newBigInt(heap, 4n)), 3n);
  assert.equal(result("rightShift", x, 240), 1024n);
  assert.equal(result("pow", newBigInt(heap, 3n), 40), 3n ** 40n);
  assert.throws(() => result("dividedBy", x, newBigInt(heap, 0n)), isCode("mapping_division_by_zero"));
});

test("crypto.keccak256: the digest of the bytes", () => {
  const digest = heap.readBytes(call("crypto.keccak256", heap.newBytes(stringToBytes("assay"))));
  assert.deepEqual(digest, keccak256(stringToBytes("assay"), "bytes"));
});

test("json: long numbers keep all digits, and bad text is a result with an error", () => {
  const value = call("json.fromBytes", heap.newBytes(stringToBytes("123456789012345678901234567890")));
  const { kind, payload } = heap.readEnum(value);
  assert.equal(kind, 2);
  assert.equal(heap.readString(Number(payload)), "123456789012345678901234567890");
  const failed = call("json.try_fromBytes", heap.newBytes(stringToBytes("{nope")));
  assert.equal(heap.u32(failed), 0);
  assert.notEqual(heap.u32(failed + 4), 0);
});

test("error: abort and critical logs stop the mapping with their text", () => {
  assert.throws(
    () => functions.abort?.(heap.newString("no such thing"), heap.newString("src/a.ts"), 3, 4),
    /no such thing at src\/a\.ts:3:4/,
  );
  assert.throws(() => functions["log.log"]?.(0, heap.newString("bad")), isCode("mapping_critical"));
  functions["log.log"]?.(3, heap.newString("note"));
  assert.deepEqual(logged, ["0 bad", "3 note"]);
});

test("error: a host function that is missing throws by its name when called", () => {
  // (module (import "index" "ipfs.cat" (func (param i32) (result i32))) (memory (export "memory") 1)
  //   (func (export "_start") i32.const 0 call 0 drop))
  const wasm = Uint8Array.from([
    0, 97, 115, 109, 1, 0, 0, 0, 1, 9, 2, 96, 1, 127, 1, 127, 96, 0, 0, 2, 18, 1, 5, 105, 110, 100, 101, 120, 8, 105,
    112, 102, 115, 46, 99, 97, 116, 0, 0, 3, 2, 1, 1, 5, 3, 1, 0, 1, 7, 19, 2, 6, 109, 101, 109, 111, 114, 121, 2, 0, 6,
    95, 115, 116, 97, 114, 116, 0, 1, 10, 9, 1, 7, 0, 65, 0, 16, 0, 26, 11,
  ]);
  assert.throws(() => instantiate(new WebAssembly.Module(wasm), context), /no host function ipfs\.cat/);
});

function isCode(code: string) {
  return (error: unknown) => error instanceof AssayError && error.code === code;
}
