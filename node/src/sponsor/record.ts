import { type ModelReputation, parseMessage } from "@assay/sdk/api";
import { verifyReevaluation } from "@assay/sdk/hashing";
import type { Address } from "viem";
import { AppError } from "../platform/errors.ts";

/** What a sandbox model's public record must show before a sponsor stakes on it. */
export interface RecordRules {
  /** least 5% quantile of every live condition */
  quantile: number;
  /** least weight of live evidence that counted, items */
  weight: number;
  /** least number of payers it came from */
  payers: number;
}

/** True when callers who paid have vouched for the model, by their ratings too. An exam it failed does not matter here: a round decides. */
export function hasRecord({ conditions, live }: ModelReputation, rules: RecordRules): boolean {
  const lives = conditions.filter(({ source }) => source === "live");
  return (
    lives.some(({ condition }) => condition === "rating") &&
    lives.every(({ q05 }) => q05 >= rules.quantile) &&
    live.counted >= rules.weight &&
    live.payers >= rules.payers
  );
}

/** What a sponsor reads of a gateway it trusts. */
export interface GatewayRecord {
  /** sandbox models with a record */
  proven: string[];
  /** models the gateway asks another round for, under its signature */
  wanted: string[];
}

async function readJson(url: URL): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok)
    throw new AppError(
      "gateway_unreachable",
      `${url.href} answered ${response.status}; check roles.sponsor.gateways.`,
      {
        status: 502,
      },
    );
  return await response.json();
}

/** Reads a gateway's sandbox and requests. A request whose signature does not hold is left out. */
export async function readRecord(
  gateway: string,
  where: { chainId: number; payments: Address },
  rules: RecordRules,
): Promise<GatewayRecord> {
  const get = (path: string): Promise<unknown> => readJson(new URL(path, gateway));
  const { policy } = parseMessage("publishedPolicy", await get("/v1/policy"));
  const sandbox = parseMessage("sandboxReport", await get("/v1/sandbox"));
  const proven: string[] = [];
  for (const { modelId, record } of sandbox.models) {
    if (record < rules.weight) continue;
    const reputation = parseMessage("modelReputation", await get(`/v1/reputation/${modelId}`));
    if (hasRecord(reputation, rules)) proven.push(modelId);
  }
  const wanted: string[] = [];
  for (const { modelId, hash, signature } of parseMessage("reevaluationsReport", await get("/v1/reevaluations"))
    .wanted) {
    const reevaluation = { gateway: policy.gateway, modelId: BigInt(modelId), documentHash: hash };
    if (await verifyReevaluation({ ...where, reevaluation, signature })) wanted.push(modelId);
  }
  return { proven, wanted };
}
