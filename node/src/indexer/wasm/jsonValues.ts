import type { AscHeap } from "./heap.ts";
import { TypeId } from "./typeIds.ts";

/** A JSON number by its source text: mappings must not lose digits to a double. */
class JsonNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Json = null | boolean | string | JsonNumber | Json[] | { [key: string]: Json };

/** Order of graph-ts's `JSONValueKind`. */
const Kind = { null: 0, bool: 1, number: 2, string: 3, array: 4, object: 5 } as const;

/** Parses UTF-8 JSON; throws SyntaxError. */
export function parseJson(bytes: Uint8Array): Json {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  // The third argument is standard (JSON.parse source text access) but newer than TypeScript's library.
  const reviver = (_key: string, value: unknown, context?: { source?: string }) =>
    typeof value === "number" ? new JsonNumber(context?.source ?? String(value)) : value;
  return JSON.parse(text, reviver) as Json;
}

/** Writes a `JSONValue`. */
export function newJsonValue(heap: AscHeap, json: Json): number {
  const make = (kind: number, payload: number) => heap.newEnum(TypeId.JsonValue, kind, payload);
  if (json === null) return make(Kind.null, 0);
  if (typeof json === "boolean") return make(Kind.bool, json ? 1 : 0);
  if (typeof json === "string") return make(Kind.string, heap.newString(json));
  if (json instanceof JsonNumber) return make(Kind.number, heap.newString(json.source));
  if (Array.isArray(json)) {
    const items = json.map((item) => newJsonValue(heap, item));
    return make(Kind.array, heap.newPointers(TypeId.ArrayJsonValue, items));
  }
  const entries = Object.entries(json).map(([key, value]) =>
    heap.allocateFields(TypeId.TypedMapEntryStringJsonValue, [heap.newString(key), newJsonValue(heap, value)]),
  );
  const list = heap.newPointers(TypeId.ArrayTypedMapEntryStringJsonValue, entries);
  return make(Kind.object, heap.allocateFields(TypeId.TypedMapStringJsonValue, [list]));
}

/** Writes a `Result<JSONValue, bool>`: the value, or the error `true` for bytes that are not JSON. */
export function newJsonResult(heap: AscHeap, bytes: Uint8Array): number {
  let json: Json;
  try {
    json = parseJson(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    return heap.allocateFields(TypeId.ResultJsonValueBool, [0, heap.allocateFields(TypeId.WrappedBool, [1])]);
  }
  const wrapped = heap.allocateFields(TypeId.WrappedJsonValue, [newJsonValue(heap, json)]);
  return heap.allocateFields(TypeId.ResultJsonValueBool, [wrapped, 0]);
}
