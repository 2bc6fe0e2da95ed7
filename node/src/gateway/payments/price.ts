import { readObject } from "../../platform/json.ts";
import { readTokens } from "../../platform/tokens.ts";
import type { Price } from "./voucher.ts";

/** What a call costs unless the configuration says otherwise, in tokens. Only the fee is split. */
const DEFAULT_PRICE = { servingAmount: "0.5", feeAmount: "0.5" };

/** Reads `roles.gateway.price`: tokens as text, in wei. A part that is left out has its default. */
export function readPrice(source: unknown): Price {
  const { servingAmount, feeAmount } = { ...DEFAULT_PRICE, ...readObject(source ?? {}, "roles.gateway.price") };
  return {
    servingAmount: readTokens(servingAmount, "roles.gateway.price.servingAmount"),
    feeAmount: readTokens(feeAmount, "roles.gateway.price.feeAmount"),
  };
}
