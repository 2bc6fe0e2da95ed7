import { readParams } from "@assay/sdk/actions";
import * as calls from "@assay/sdk/calls";
import { AssayError } from "@assay/sdk/errors";
import { outboxMigrations } from "../platform/chain/outbox/migrations.ts";
import { createEachItem } from "../platform/eachItem.ts";
import { type JsonObject, readArray, readInteger, readObject, readString } from "../platform/json.ts";
import { defineRole } from "../platform/role.ts";
import { readTokens } from "../platform/tokens.ts";
import { type GatewayRecord, readRecord } from "../sponsor/record.ts";
import { createSponsor } from "../sponsor/sponsor.ts";
import { readModels } from "../sponsor/sponsorQuery.ts";

/** Pause between looks, milliseconds: records change over days. */
const PASS_MS = 15_000;
/** A record that a fair round would probably confirm, from payers who do not all know each other. */
const DEFAULT_RECORD = { quantile: 0.75, weight: 32, payers: 5 };
const DAY = 86_400;
const itself = (url: string): string => url;

function readRules(extra: JsonObject) {
  const source = { ...DEFAULT_RECORD, ...readObject(extra.record ?? {}, "roles.sponsor.record") };
  const { quantile, weight, payers } = source;
  if (!(quantile > 0 && quantile < 1))
    throw new AssayError("roles.sponsor.record.quantile must be between 0 and 1.", {
      code: "config_invalid",
      field: "roles.sponsor.record.quantile",
    });
  return {
    quantile,
    weight: readInteger(weight, "roles.sponsor.record.weight", 1, 1_000_000),
    payers: readInteger(payers, "roles.sponsor.record.payers", 1, 1_000_000),
  };
}

/** Stakes on models by their public record, and opens the rounds its own models need. Spends at most its budget. */
export const startSponsor = defineRole("sponsor", async (role) => {
  const { client, deployment, graph, log } = role;
  const { extra } = role.settings;
  const { payments } = deployment.addresses;
  const gateways = readArray(extra.gateways, "roles.sponsor.gateways", 100).map((url, i) =>
    readString(url, `roles.sponsor.gateways[${i}]`, 500),
  );
  const rules = readRules(extra);
  const account = role.account();
  const outbox = role.createOutbox(await role.openDatabase(outboxMigrations), account);

  const eachGateway = createEachItem({ fault: "gateway_retry", log, signal: role.signal });

  const pass = createSponsor({
    outbox,
    deployment,
    log,
    budget: readTokens(extra.budget, "roles.sponsor.budget"),
    maxFee: readTokens(extra.maxFee, "roles.sponsor.maxFee"),
    renewSeconds: readInteger(extra.renewSeconds ?? 3 * DAY, "roles.sponsor.renewSeconds", 0, 365 * DAY),
    now: () => Math.floor(Date.now() / 1000),
    readModels: () => readModels(graph),
    async readRecords() {
      const where = { chainId: deployment.chainId, payments };
      const records: GatewayRecord[] = [];
      await eachGateway(gateways, itself, async (url) => {
        const unread = (model: string, error: unknown) => log.warn("record_unread", { gateway: url, model, error });
        records.push(await readRecord(client, url, where, rules, unread));
      });
      return records;
    },
    async readPrice() {
      const set = await readParams(client, { deployment });
      return { minStake: set.minPublisherStake, fee: set.roundFee };
    },
    allowance: (spender) => client.readContract(calls.token.allowance(deployment, { owner: account.address, spender })),
  });

  role.repeat({
    name: "sponsor",
    fault: "sponsor_retry",
    intervalMs: PASS_MS,
    work: pass,
  });
  return undefined;
});
