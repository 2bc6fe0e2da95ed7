import { parseEther } from "viem";
import { AppError } from "./errors.ts";
import { readString } from "./json.ts";

/** Reads an amount of whole tokens from a configuration, as text or number, into wei. */
export function readTokens(value: unknown, field: string): bigint {
  const text = typeof value === "number" ? String(value) : readString(value, field, 40);
  if (!/^\d+(\.\d{1,18})?$/.test(text))
    throw new AppError("config_invalid", `${field} must be an amount of tokens such as "1000".`, { field });
  return parseEther(text);
}
