import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { parseEther } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { assertChain, createChainClient } from "../platform/chain/clients.ts";
import { createOutbox } from "../platform/chain/outbox.ts";
import { outboxMigration } from "../platform/chain/outboxStore.ts";
import { loadDeployment, roleConfig, roleKey } from "../platform/config.ts";
import { openDatabase } from "../platform/database.ts";
import { AppError } from "../platform/errors.ts";
import { createGraph } from "../platform/graph.ts";
import { type JsonObject, readArray, readInteger, readObject, readString } from "../platform/json.ts";
import type { RoleOptions, RunningRole } from "../platform/role.ts";
import { readRecord } from "../sponsor/record.ts";
import { createSponsor } from "../sponsor/sponsor.ts";
import { readModels } from "../sponsor/sponsorQuery.ts";

/** Pause between looks, milliseconds: records change over days. */
const PASS_MS = 15_000;
/** A record that a fair round would probably confirm, from payers who do not all know each other. */
const DEFAULT_RECORD = { quantile: 0.75, weight: 32, payers: 5 };
const DAY = 86_400;

/** An amount of whole tokens, as text or number. */
function readTokens(value: unknown, field: string): bigint {
  const text = typeof value === "number" ? String(value) : readString(value, field, 40);
  if (!/^\d+(\.\d{1,18})?$/.test(text))
    throw new AppError("config_invalid", `${field} must be an amount of tokens such as "1000".`, { field });
  return parseEther(text);
}

function readRules(extra: JsonObject) {
  const source = { ...DEFAULT_RECORD, ...readObject(extra.record ?? {}, "roles.sponsor.record") };
  const { quantile, weight, payers } = source;
  if (!(quantile > 0 && quantile < 1))
    throw new AppError("config_invalid", "roles.sponsor.record.quantile must be between 0 and 1.", {
      field: "roles.sponsor.record.quantile",
    });
  return {
    quantile,
    weight: readInteger(weight, "roles.sponsor.record.weight", 1, 1_000_000),
    payers: readInteger(payers, "roles.sponsor.record.payers", 1, 1_000_000),
  };
}

/** Stakes on models by their public record, and opens the rounds its own models need. Spends at most its budget. */
export async function startSponsor({ config, log, signal }: RoleOptions): Promise<RunningRole> {
  const { extra } = roleConfig(config, "sponsor");
  const deployment = loadDeployment(config);
  const { payments } = deployment.addresses;
  const gateways = readArray(extra.gateways, "roles.sponsor.gateways", 100).map((url, i) =>
    readString(url, `roles.sponsor.gateways[${i}]`, 500),
  );
  const rules = readRules(extra);
  const client = createChainClient(config);
  await assertChain(client, config);
  const account = privateKeyToAccount(roleKey(config, "sponsor"));
  const db = openDatabase(join(config.home, "state", "sponsor.db"), [outboxMigration]);
  const graph = createGraph(config.home);
  const stopping = new AbortController();
  const ended = AbortSignal.any([signal, stopping.signal]);
  const outbox = createOutbox({ db, client, account, log, signal: ended });

  const pass = createSponsor({
    outbox,
    deployment,
    log,
    budget: readTokens(extra.budget, "roles.sponsor.budget"),
    maxFee: readTokens(extra.maxFee, "roles.sponsor.maxFee"),
    renewSeconds: readInteger(extra.renewSeconds ?? 3 * DAY, "roles.sponsor.renewSeconds", 0, 365 * DAY),
    now: () => Math.floor(Date.now() / 1000),
    readModels: () => readModels(graph),
    readRecords: () =>
      Promise.all(gateways.map((url) => readRecord(url, { chainId: deployment.chainId, payments }, rules))),
    async readPrice() {
      const set = await readParams(client, { deployment });
      return { minStake: set.minPublisherStake, fee: set.roundFee };
    },
    allowance: (spender) => client.readContract(calls.token.allowance(deployment, { owner: account.address, spender })),
  });

  async function run(): Promise<void> {
    while (!ended.aborted) {
      try {
        await outbox.resume();
        await pass();
      } catch (error) {
        if (ended.aborted) return;
        log.warn("sponsor_retry", { error });
      }
      await delay(PASS_MS, undefined, { signal: ended }).catch(() => undefined);
    }
  }
  const running = run();
  return {
    async close() {
      stopping.abort();
      await running;
      db.close();
    },
  };
}
