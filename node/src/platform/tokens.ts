import { AssayError } from "@assay/sdk/errors";
import { parseEther } from "viem";
import { readString } from "./json.ts";

/** Reads an amount of whole tokens from a configuration, as text or number, into wei. */
export function readTokens(value: unknown, field: string): bigint {
  const text = typeof value === "number" ? String(value) : readString(value, field, 40);
  if (!/^\d+(\.\d{1,18})?$/.test(text))
    throw new AssayError(`${field} must be an amount of tokens such as "1000".`, { code: "config_invalid", field });
  return parseEther(text);
}
