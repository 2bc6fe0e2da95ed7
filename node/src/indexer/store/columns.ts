import type { SQLInputValue, SQLOutputValue } from "node:sqlite";
import { AssayError } from "@assay/sdk/errors";
import type { StoreValue } from "../wasm/storeValues.ts";
import type { EntityField } from "./entitySchema.ts";

/**
 * A BigInt column is text that sorts as the numbers do: value + 2^256 in 65 hexadecimal digits. It holds every
 * uint256 and int256, which SQLite's 64-bit integers do not.
 */
const BIG_INT_SHIFT = 2n ** 256n;
const BIG_INT_DIGITS = 65;

/** Text that sorts like the number; AssayError value_out_of_range outside ±2^256. */
export function sortableBigInt(value: bigint): string {
  const shifted = value + BIG_INT_SHIFT;
  if (shifted < 0n || shifted >= 2n * BIG_INT_SHIFT) {
    throw new AssayError(`${value} does not fit a BigInt field; keep it within 256 bits.`, {
      code: "value_out_of_range",
    });
  }
  return shifted.toString(16).padStart(BIG_INT_DIGITS, "0");
}

export function fromSortableBigInt(text: string): bigint {
  return BigInt(`0x${text}`) - BIG_INT_SHIFT;
}

export function columnType(field: EntityField): "INTEGER" | "TEXT" {
  return !field.list && (field.scalar === "Int" || field.scalar === "Boolean") ? "INTEGER" : "TEXT";
}

/** The column value of a field; AssayError wrong_value_kind when the mapping gave another type than the schema says. */
export function toColumn(entity: string, field: EntityField, value: StoreValue | undefined): SQLInputValue {
  if (value === undefined || value.kind === "null") {
    if (field.required) {
      throw new AssayError(`${entity}.${field.name} is required; set it before save().`, { code: "missing_value" });
    }
    return null;
  }
  if (!field.list) return scalarToColumn(entity, field, value);
  if (value.kind !== "array") throw wrongKind(entity, field, value);
  return JSON.stringify(value.value.map((item) => scalarToColumn(entity, field, item)));
}

function scalarToColumn(entity: string, field: EntityField, value: StoreValue): string | number {
  switch (field.scalar) {
    case "Int":
      if (value.kind === "int") return value.value;
      break;
    case "Boolean":
      if (value.kind === "bool") return value.value ? 1 : 0;
      break;
    case "BigInt":
      if (value.kind === "bigInt") return sortableBigInt(value.value);
      break;
    case "Bytes":
      if (value.kind === "bytes") return value.value;
      break;
    default:
      if (value.kind === "string") return value.value;
  }
  throw wrongKind(entity, field, value);
}

/** The field's value as mappings get it. */
export function fromColumn(field: EntityField, column: SQLOutputValue | undefined): StoreValue {
  if (column === null || column === undefined) return { kind: "null" };
  if (!field.list) return scalarFromColumn(field, column as string | number);
  const items = JSON.parse(column as string) as (string | number)[];
  return { kind: "array", value: items.map((item) => scalarFromColumn(field, item)) };
}

function scalarFromColumn(field: EntityField, column: string | number): StoreValue {
  switch (field.scalar) {
    case "Int":
      return { kind: "int", value: Number(column) };
    case "Boolean":
      return { kind: "bool", value: column === 1 };
    case "BigInt":
      return { kind: "bigInt", value: fromSortableBigInt(String(column)) };
    case "Bytes":
      return { kind: "bytes", value: column as `0x${string}` };
    default:
      return { kind: "string", value: String(column) };
  }
}

/** The field's value as GraphQL answers it: BigInt as decimal text, Bytes as 0x and lower-case hex. */
export function outputValue(field: EntityField, column: SQLOutputValue | undefined): unknown {
  if (column === null || column === undefined) return null;
  if (!field.list) return scalarOutput(field, column as string | number);
  return (JSON.parse(column as string) as (string | number)[]).map((item) => scalarOutput(field, item));
}

function scalarOutput(field: EntityField, column: string | number): string | number | boolean {
  if (field.scalar === "BigInt") return fromSortableBigInt(String(column)).toString();
  return field.scalar === "Boolean" ? column === 1 : column;
}

function wrongKind(entity: string, field: EntityField, value: StoreValue): AssayError {
  return new AssayError(
    `${entity}.${field.name} is ${field.typeName} but the mapping stored a ${value.kind}; build the subgraph again.`,
    { code: "wrong_value_kind" },
  );
}
