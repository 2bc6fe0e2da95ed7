/** A datanet's bond is topped up once at a time, whatever its rounds bind meanwhile. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { numberToHex } from "viem";
import { local } from "../../../ignition/parameters/local.ts";
import type { OutboxState } from "../platform/chain/outbox/intent.ts";
import type { Outbox } from "../platform/chain/outbox/outbox.ts";
import { silentLogger } from "../platform/log.ts";
import { chainDouble } from "../testing/chainDouble.ts";
import { createBondKeeper } from "./bonds.ts";
import type { CustodianOptions } from "./custodianOptions.ts";
import { DEPLOYMENT } from "./testing/curatorDesk.ts";

const { custodianBond } = local.paramSet;

let bond: [bigint, bigint];
let allowance: bigint;
let states: Record<string, OutboxState>;
let sent: string[];

beforeEach(() => {
  bond = [0n, 0n];
  allowance = 0n;
  states = {};
  sent = [];
});

async function pass(): Promise<void> {
  const answers = { currentId: () => 1n, get: () => local.paramSet, bondOf: () => bond, allowance: () => allowance };
  const outbox = {
    address: numberToHex(0xcc, { size: 20 }),
    stateOf: async (key: string) => states[key],
    isSettled: async () => false,
    call: async (key: string) => void sent.push(key),
  } as unknown as Outbox;
  const versions = { sealedDatanets: async () => [7n] };
  const options = { client: chainDouble(answers).client, outbox, deployment: DEPLOYMENT, versions, log: silentLogger };
  await createBondKeeper(options as unknown as CustodianOptions)();
}

test("default: the stake manager may take the bond, and it is posted", async () => {
  await pass();
  assert.deepEqual(sent, ["approve:bonds", "bond:7"]);
});

test("behavior: while one top-up waits, more that is bound sends no second one; the next follows when it is mined", async () => {
  allowance = 100n * custodianBond;
  states["bond:7"] = "signed";
  await pass();
  bond = [custodianBond, custodianBond];
  await pass();
  assert.deepEqual(new Set(sent), new Set(["bond:7"]));
  states["bond:7"] = "mined";
  await pass();
  assert.equal(sent.at(-1), "bond:7#1", "also where a slash brought an earlier pair back");
});

test("behavior: a bond that is free asks for nothing", async () => {
  bond = [custodianBond, 0n];
  await pass();
  assert.deepEqual(sent, []);
});
