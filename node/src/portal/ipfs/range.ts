/** Bytes `from` to `to`, both included. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * What a Range header asks of `size` bytes (RFC 9110, 14): `undefined` where it is to be ignored, which several ranges
 * and malformed ones are; `"outside"` where no byte of it exists.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | "outside" | undefined {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header ?? "");
  if (match === null) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") {
    const count = Number(last);
    if (last === "") return undefined;
    return count === 0 || size === 0 ? "outside" : { from: Math.max(0, size - count), to: size - 1 };
  }
  const from = Number(first);
  const to = last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== "" && Number(last) < from) return undefined;
  return from >= size ? "outside" : { from, to };
}

/** Whether one of the tags in an If-None-Match header is `etag`, whatever their strength. */
export function hasTag(header: string | undefined, etag: string): boolean {
  const plain = (tag: string): string => tag.trim().replace(/^W\//, "");
  return (header ?? "").split(",").some((tag) => plain(tag) === plain(etag) || tag.trim() === "*");
}
