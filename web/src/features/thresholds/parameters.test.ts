import assert from "node:assert/strict";
import { test } from "node:test";
import { protocolParamsAbi } from "@assay/sdk/abi";
import type { ParamSet } from "../../data/entities/useThresholds.ts";
import { changesBySet, historyOf } from "./changes.ts";
import { PARAMETERS } from "./parameters.ts";

const SET: ParamSet = {
  id: "1",
  seats: 3,
  reserves: 2,
  itemsPerBatch: 32,
  keyWindow: "120",
  commitWindow: "600",
  revealWindow: "60",
  auditWindow: "8",
  auditLeaves: 0,
  gatedLanes: 33,
  attemptWindow: "2592000",
  admissionTtl: "2592000",
  trialMask: "63",
  minPublisherStake: "500",
  roundFee: "30",
  custodianBond: "50",
  demandBond: "1",
  answerWindow: "30",
  juryWindow: "30",
  challengeBond: "20",
  epochBond: "10",
  epochWindow: "10",
  withdrawDelay: "60",
  stakeUnit: "100",
  leaseBond: "20",
  unstakeCooldown: "1800",
  exposureBps: "20000",
  acceptWindow: "10",
  splitBps: [3500, 2500, 1500, 1000, 500, 1000],
  addedBy: "0x",
  timestamp: "0",
  txHash: "0x",
};
const all = PARAMETERS.flatMap(({ parameters }) => parameters);
const shown = (field: string) => all.find((parameter) => parameter.field === field)?.value(SET);

test("every field of the contract's parameter set is shown once", () => {
  const getter = protocolParamsAbi.find((item) => item.type === "function" && item.name === "get");
  const [set] = getter?.type === "function" ? getter.outputs : [];
  assert.ok(set !== undefined && "components" in set);
  const fields = set.components.map(({ name }) => name).sort();
  assert.deepEqual(all.map(({ field }) => field).sort(), fields);
});

test("values carry their unit", () => {
  assert.equal(shown("seats"), "3 evaluators");
  assert.equal(shown("commitWindow"), "10 min");
  assert.deepEqual(shown("custodianBond"), { wei: "50" });
  assert.equal(shown("exposureBps"), "200% of its stake");
  assert.equal(shown("trialMask"), "6 trials");
  assert.equal(shown("gatedLanes"), "first, repeat");
  assert.match(String(shown("splitBps")), /^publisher 35%, data 25%/);
});

test("changes: each set against the one before, whatever order they come in", () => {
  const second = { ...SET, id: "2", roundFee: "60", seats: 5 };
  const third = { ...second, id: "10" };
  const fields = (sets: ParamSet[]) =>
    changesBySet(sets).map(({ set, changes }) => [set.id, changes.map(({ parameter }) => parameter.field)]);
  assert.deepEqual(fields([third, SET, second]), [
    ["1", []],
    ["2", ["seats", "roundFee"]],
    ["10", []],
  ]);
  const [, { changes: [seats] = [] } = {}] = changesBySet([SET, second]);
  assert.deepEqual([seats?.before, seats?.after], ["3 evaluators", "5 evaluators"]);
});

test("history: every value a parameter had, newest first, without the sets that kept it", () => {
  const sets = [SET, { ...SET, id: "2", roundFee: "60" }, { ...SET, id: "3", roundFee: "60" }, { ...SET, id: "4" }];
  const fee = all.find(({ field }) => field === "roundFee");
  assert.ok(fee);
  assert.deepEqual(
    historyOf(fee, sets).map(({ set, before, after }) => [set.id, before, after]),
    [
      ["4", { wei: "60" }, { wei: "30" }],
      ["2", { wei: "30" }, { wei: "60" }],
      ["1", undefined, { wei: "30" }],
    ],
  );
});
