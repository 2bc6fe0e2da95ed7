import { ApiError, type CallOptions, createApiClient, gatewayApi, type ModelReputation } from "@assay/sdk/api";
import { validate } from "@assay/sdk/documents";
import { AssayError } from "@assay/sdk/errors";
import { verifyReevaluation } from "@assay/sdk/hashing";
import type { Address } from "viem";

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

const TIMEOUT_MS = 10_000;

/** Reads of a gateway, which is not ours: what it answers is checked. */
async function ask<answer>(gateway: string, work: (gateway: Gateway, call: CallOptions) => Promise<answer>) {
  try {
    return await work(clientOf(gateway), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    throw new AssayError(`${gateway}: ${cause.message} Check roles.sponsor.gateways.`, {
      code: "gateway_unreachable",
      status: 502,
      cause,
    });
  }
}

const clientOf = (gateway: string) => createApiClient(gateway, gatewayApi, { name: "The gateway", check: validate });
type Gateway = ReturnType<typeof clientOf>;

/** Reads a gateway's sandbox and requests. A request whose signature does not hold is left out. */
export async function readRecord(
  gateway: string,
  where: { chainId: number; payments: Address },
  rules: RecordRules,
): Promise<GatewayRecord> {
  const { policy } = await ask(gateway, (api, call) => api.policy({}, call));
  const sandbox = await ask(gateway, (api, call) => api.sandbox({}, call));
  const proven: string[] = [];
  for (const { modelId, record } of sandbox.models) {
    if (record < rules.weight) continue;
    const reputation = await ask(gateway, (api, call) => api.reputation({ params: { modelId } }, call));
    if (hasRecord(reputation, rules)) proven.push(modelId);
  }
  const reports = await ask(gateway, (api, call) => api.reevaluations({}, call));
  const wanted: string[] = [];
  for (const { modelId, hash, signature } of reports.wanted) {
    const reevaluation = { gateway: policy.gateway, modelId: BigInt(modelId), documentHash: hash };
    if (await verifyReevaluation({ ...where, reevaluation, signature })) wanted.push(modelId);
  }
  return { proven, wanted };
}
