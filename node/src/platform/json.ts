import { AssayError } from "@assay/sdk/errors";

/** A JSON object whose values are not checked yet. */
export type JsonObject = Record<string, unknown>;

/** The readers below check one value from outside and throw AssayError `invalid_field` with the field's name. */
export function readObject(value: unknown, field: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw invalid(field, "a JSON object");
  return value as JsonObject;
}

export function readArray(value: unknown, field: string, limit = 1_000_000): unknown[] {
  if (!Array.isArray(value) || value.length > limit) throw invalid(field, `a list of at most ${limit} entries`);
  return value;
}

export function readString(value: unknown, field: string, limit = 10_000): string {
  if (typeof value !== "string" || value.trim() === "") throw invalid(field, "a text that is not empty");
  if (value.length > limit) throw invalid(field, `a text of at most ${limit} characters`);
  return value;
}

export function readInteger(value: unknown, field: string, min: number, max: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max)
    throw invalid(field, `a whole number from ${min} to ${max}`);
  return value;
}

export function readHex(value: unknown, field: string, bytes?: number): `0x${string}` {
  const ok = typeof value === "string" && /^0x([0-9a-fA-F]{2})*$/.test(value);
  if (!ok || (bytes !== undefined && value.length !== 2 + 2 * bytes))
    throw invalid(field, bytes === undefined ? "0x and hex digits" : `0x and ${2 * bytes} hex digits`);
  return value as `0x${string}`;
}

export function readAddress(value: unknown, field: string): `0x${string}` {
  return readHex(value, field, 20);
}

function invalid(field: string, wanted: string): AssayError {
  return new AssayError(`${field} must be ${wanted}.`, { code: "invalid_field", field });
}
