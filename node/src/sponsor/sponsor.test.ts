/** What a sponsor sends, step by step, from what the index and the gateways show. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import type { ModelReputation } from "@assay/sdk/api";
import type { ContractCall } from "@assay/sdk/calls";
import type { Deployment } from "@assay/sdk/deployment";
import { type Address, getAddress, numberToHex } from "viem";
import { RevertError } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { silentLogger } from "../platform/log.ts";
import { type GatewayRecord, hasRecord } from "./record.ts";
import { createSponsor } from "./sponsor.ts";
import type { SponsoredModel } from "./sponsorQuery.ts";

const at = (n: number): Address => getAddress(numberToHex(n, { size: 20 }));
const hash = numberToHex(1, { size: 32 });
const [ME, OTHER] = [at(1), at(2)];
const addresses = { models: at(11), stake: at(12), admission: at(13), token: at(14) };

let models: SponsoredModel[];
let record: GatewayRecord;
let sent: string[];
let refusing: boolean;
/** a call of this key breaks down, which is no refusal of the chain */
let broken: string | undefined;

beforeEach(() => {
  models = [model("1")];
  record = { proven: ["1"], wanted: [] };
  sent = [];
  refusing = false;
  broken = undefined;
});

function model(id: string, own: Partial<SponsoredModel> = {}): SponsoredModel {
  return {
    id,
    state: "SANDBOX",
    publisher: OTHER,
    trainer: at(3),
    baseAuthor: at(4),
    parent: null,
    baseId: hash,
    baseHash: hash,
    adapterHash: hash,
    runManifestHash: hash,
    tokenizerHash: hash,
    templateHash: hash,
    servingProfileHash: hash,
    maxTemperatureMilli: 300,
    adapterCid: "cid",
    runCid: "cid",
    expiresAt: "0",
    stake: "0",
    sources: [{ datanet: { id: "1" }, version: { version: 1 }, weightBps: 10_000 }],
    rounds: [],
    ...own,
  };
}

/** One pass of a sponsor with 100 to spend where a round asks 50 stake and 10 fee. */
function pass(budget = 100n): Promise<void> {
  const outbox = {
    address: ME,
    async call(key: string, call: ContractCall) {
      if (refusing) throw new RevertError(key, new Error("refused"));
      if (key === broken) throw new Error("the server hung up");
      const [input] = call.args as readonly [{ parent: bigint; trainer: Address }];
      sent.push(
        call.functionName === "register"
          ? `register child of ${input.parent}, trainer ${input.trainer}`
          : `${call.functionName} ${call.args}`,
      );
    },
  } as unknown as Outbox;
  return createSponsor({
    outbox,
    deployment: { addresses } as unknown as Deployment,
    log: silentLogger,
    budget,
    maxFee: 20n,
    renewSeconds: 100,
    readModels: async () => models,
    readRecords: async () => [record],
    readPrice: async () => ({ minStake: 50n, fee: 10n }),
    allowance: async () => 1_000n,
    now: () => 1_000,
  })();
}

test("default: a sandbox model with a record is published again, staked on and judged, a step a pass", async () => {
  await pass();
  assert.deepEqual(sent, [`register child of 1, trainer ${at(3)}`]);
  models.push(model("2", { publisher: ME, parent: { id: "1" } }));
  await pass();
  models[1] = model("2", { publisher: ME, parent: { id: "1" }, stake: "50" });
  await pass();
  models[1] = { ...models[1], rounds: [{ id: "1", phase: "OPEN", fee: "10", closedAt: null }] };
  await pass();
  assert.deepEqual(sent.slice(1), ["stakeModel 2,50", "openRound 2,20"], "one round only");
});

test("behavior: no record, no budget, or another sponsor's stake: nothing is sent", async () => {
  await pass(59n);
  record = { proven: [], wanted: [] };
  await pass();
  record = { proven: ["1"], wanted: [] };
  models.push(model("2", { publisher: at(7), parent: { id: "1" }, stake: "1" }));
  await pass();
  models = [model("1", { state: "SUSPENDED" })];
  await pass();
  assert.deepEqual(sent, []);
});

test("behavior: the account's own models get the rounds that gateways ask for, and their renewal in time", async () => {
  record = { proven: [], wanted: ["3", "4", "5"] };
  const own = { publisher: ME, state: "ADMITTED" as const };
  models = [
    model("3", { ...own, expiresAt: "9000" }),
    model("4", { ...own, rounds: [{ id: "1", phase: "REVEAL", fee: "10", closedAt: null }] }),
    model("5", { state: "ADMITTED" }),
    model("6", { ...own, expiresAt: "1100" }),
    model("7", { ...own, expiresAt: "1101" }),
  ];
  await pass();
  assert.deepEqual(sent, ["openRound 3,20", "openRound 6,20"]);
});

test("error: a model whose step breaks down does not keep the others from theirs", async () => {
  models.push(model("2"), model("3"));
  record = { proven: ["1", "2", "3"], wanted: [] };
  broken = "sponsor:register:1";
  await pass(1_000n);
  assert.deepEqual(sent, [`register child of 2, trainer ${at(3)}`, `register child of 3, trainer ${at(3)}`]);
});

test("error: what the chain refuses ends nothing else", async () => {
  refusing = true;
  await pass();
  assert.deepEqual(sent, []);
});

test("hasRecord: ratings of enough payers, and no weak live condition", () => {
  const rules = { quantile: 0.75, weight: 10, payers: 3 };
  const live = (condition: string, q05: number) => ({
    condition,
    source: "live",
    gated: true,
    alpha: 1,
    beta: 1,
    q05,
    mean: q05,
  });
  const reputation = (conditions: object[], counted = 12, payers = 3) =>
    ({
      conditions: [{ ...live("repeat", 0.1), source: "round" }, ...conditions],
      live: { counted, payers },
    }) as unknown as ModelReputation;
  const good = [live("served", 0.9), live("rating", 0.8)];
  assert.equal(hasRecord(reputation(good), rules), true, "an exam it failed does not matter");
  assert.equal(hasRecord(reputation([live("served", 0.9)]), rules), false, "nobody has judged it");
  assert.equal(hasRecord(reputation([...good, live("schema", 0.6)]), rules), false);
  assert.equal(hasRecord(reputation(good, 9), rules), false);
  assert.equal(hasRecord(reputation(good, 12, 2), rules), false);
});
