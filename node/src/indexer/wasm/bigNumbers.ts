import { AssayError } from "@assay/sdk/errors";

/** graph-node keeps this many significant digits of a BigDecimal. */
const DECIMAL_DIGITS = 34;

/** digits * 10^exponent */
export interface BigDecimal {
  readonly digits: bigint;
  readonly exponent: bigint;
}

/** The number in a little-endian two's complement byte string, as BigInt holds it. */
export function bigIntFromBytes(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let index = bytes.length - 1; index >= 0; index--) value = (value << 8n) | BigInt(bytes[index] ?? 0);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** The shortest little-endian two's complement bytes; zero is one byte. */
export function bigIntToBytes(value: bigint): Uint8Array {
  let length = 1;
  while (BigInt.asIntN(length * 8, value) !== value) length += 1;
  return Uint8Array.from({ length }, (_, index) => Number(BigInt.asUintN(8, value >> BigInt(8 * index))));
}

/** Decimal text, or AssayError mapping_bad_number. */
export function parseBigInt(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text))
    throw new AssayError(`"${text}" is not a whole number; fix the mapping.`, { code: "mapping_bad_number" });
  return BigInt(text.replace(/^\+/, ""));
}

/** Rounds half away from zero to 34 digits and drops trailing zeros, as graph-node normalises. */
export function normalise({ digits, exponent }: BigDecimal): BigDecimal {
  if (digits === 0n) return { digits: 0n, exponent: 0n };
  const excess = digits.toString().replace("-", "").length - DECIMAL_DIGITS;
  let kept = digits;
  let power = exponent;
  if (excess > 0) {
    const unit = 10n ** BigInt(excess);
    const rest = kept % unit;
    kept /= unit;
    if (2n * (rest < 0n ? -rest : rest) >= unit) kept += digits < 0n ? -1n : 1n;
    power += BigInt(excess);
  }
  while (kept % 10n === 0n) {
    kept /= 10n;
    power += 1n;
  }
  return { digits: kept, exponent: power };
}

export function addDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  if (a.exponent < b.exponent) return addDecimals(b, a);
  return normalise({ digits: a.digits * 10n ** (a.exponent - b.exponent) + b.digits, exponent: b.exponent });
}

export function negateDecimal(a: BigDecimal): BigDecimal {
  return { digits: -a.digits, exponent: a.exponent };
}

export function multiplyDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  return normalise({ digits: a.digits * b.digits, exponent: a.exponent + b.exponent });
}

/** AssayError mapping_division_by_zero when `b` is zero. */
export function divideDecimals(a: BigDecimal, b: BigDecimal): BigDecimal {
  if (b.digits === 0n) {
    throw new AssayError("A mapping divided a BigDecimal by zero; guard the division.", {
      code: "mapping_division_by_zero",
    });
  }
  // Enough extra digits that 34 significant ones remain whatever the lengths of both.
  const extra = BigInt(DECIMAL_DIGITS + 2 + b.digits.toString().length);
  return normalise({ digits: (a.digits * 10n ** extra) / b.digits, exponent: a.exponent - b.exponent - extra });
}

/** "-12.5e3" and the like; AssayError mapping_bad_number for anything else. */
export function parseDecimal(text: string): BigDecimal {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  const [, sign = "", whole = "", fraction = "", power = "0"] = match ?? [];
  if (match === null || whole + fraction === "") {
    throw new AssayError(`"${text}" is not a decimal number; fix the mapping.`, { code: "mapping_bad_number" });
  }
  const digits = BigInt(whole + fraction) * (sign === "-" ? -1n : 1n);
  return normalise({ digits, exponent: BigInt(power) - BigInt(fraction.length) });
}

/** Plain notation, never with an exponent. */
export function formatDecimal(value: BigDecimal): string {
  const { digits, exponent } = normalise(value);
  if (exponent >= 0n) return (digits * 10n ** exponent).toString();
  const places = Number(-exponent);
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  return `${digits < 0n ? "-" : ""}${text.slice(0, -places)}.${text.slice(-places)}`;
}
